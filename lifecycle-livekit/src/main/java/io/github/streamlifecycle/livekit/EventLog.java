package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.events.GuardEvent;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of one stream, in order: kept for late subscribers, passed on to those of the whole server, and held back
 * while the guard acts, so that a stop is sent before anybody is told of it.
 */
final class EventLog {
    /** The number of latest events that a late subscriber is sent. */
    static final int REPLAYED = 1_000;

    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    private final String room;
    private final StreamRegistry streams;
    private final FlowableProcessor<StreamEvent> events =
            ReplayProcessor.<StreamEvent>createWithSize(REPLAYED).toSerialized();

    // guarded by this
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int acting;
    private boolean publishing;

    EventLog(String room, StreamRegistry streams) {
        this.room = room;
        this.streams = streams;
    }

    void tell(StreamEvent event) {
        then(() -> {
            events.onNext(event);
            streams.tell(new GuardEvent(room, event));
        });
    }

    /** Runs a publication, such as that of the outcome, after all events that were told by now. */
    void then(Runnable publication) {
        synchronized (this) {
            waiting.add(publication);
        }
        publish();
    }

    /** Runs a step of the guard, whose events come out once it is done. */
    void act(Runnable step) {
        synchronized (this) {
            acting++;
        }
        try {
            step.run();
        } finally {
            synchronized (this) {
                acting--;
            }
            publish();
        }
    }

    void complete() {
        then(events::onComplete);
    }

    Flowable<StreamEvent> events(Delivery delivery) {
        return delivery.of(events);
    }

    private void publish() {
        for (Runnable next = take(false); next != null; next = take(true)) {
            try {
                next.run();
            } catch (Throwable thrown) { // such as no memory for another thread: the guard goes on all the same
                log.error("an event of room {} could not be delivered", room, thrown);
            }
        }
    }

    /** Takes what may come out now, unless another thread is publishing already: that one takes the rest too. */
    private synchronized @Nullable Runnable take(boolean goingOn) {
        if (publishing && !goingOn) {
            return null;
        }
        publishing = acting == 0 && !waiting.isEmpty();
        return publishing ? waiting.remove() : null;
    }
}
