package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams that are guarded now: how many there are, and what happens to them. */
final class Guards {
    private final AtomicInteger count = new AtomicInteger();
    private final FlowableProcessor<GuardEvent> events =
            PublishProcessor.<GuardEvent>create().toSerialized();

    void began() {
        count.incrementAndGet();
    }

    void ended() {
        count.decrementAndGet();
    }

    int count() {
        return count.get();
    }

    void tell(String room, StreamEvent event) {
        events.onNext(new GuardEvent(room, event));
    }

    Flowable<GuardEvent> events() {
        return events.onBackpressureBuffer();
    }
}
