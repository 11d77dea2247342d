package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.events.GuardEvent;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that one {@link LiveKit} is guarding, and the events of all of them. */
final class StreamRegistry {
    private final Set<GuardedStream> live = ConcurrentHashMap.newKeySet();
    private final FlowableProcessor<GuardEvent> events =
            PublishProcessor.<GuardEvent>create().toSerialized();
    private final Delivery delivery;
    private volatile boolean closed;

    StreamRegistry(Delivery delivery) {
        this.delivery = delivery;
    }

    Delivery delivery() {
        return delivery;
    }

    void began(GuardedStream stream) {
        live.add(stream);
    }

    void ended(GuardedStream stream) {
        live.remove(stream);
        completeIfDone();
    }

    int count() {
        return live.size();
    }

    List<GuardedStream> live() {
        return List.copyOf(live);
    }

    void tell(GuardEvent event) {
        events.onNext(event);
    }

    Flowable<GuardEvent> events() {
        return delivery.of(events);
    }

    /** Completes the events, at once or with the last stream that is still guarded. */
    void close() {
        closed = true;
        completeIfDone();
    }

    private void completeIfDone() {
        if (closed && live.isEmpty()) {
            events.onComplete();
        }
    }
}
