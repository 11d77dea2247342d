package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.events.GuardEvent;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.PublishProcessor;

/** The events of all streams of one server, and the threads on which subscribers are sent anything. */
final class StreamEvents {
    private final FlowableProcessor<GuardEvent> events =
            PublishProcessor.<GuardEvent>create().toSerialized();
    private final Delivery delivery;

    StreamEvents(Delivery delivery) {
        this.delivery = delivery;
    }

    Delivery delivery() {
        return delivery;
    }

    void tell(GuardEvent event) {
        events.onNext(event);
    }

    Flowable<GuardEvent> events() {
        return delivery.of(events);
    }

    void complete() {
        events.onComplete();
    }
}
