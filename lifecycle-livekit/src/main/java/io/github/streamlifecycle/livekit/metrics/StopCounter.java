package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.events.GuardEvent;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Locale;

/** The counters and the timer of one registry and one set of tags, fed by events. */
final class StopCounter {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer dropToStop;
    private final Counter unconfirmed;

    StopCounter(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        this.dropToStop = Timer.builder("livekit.guard.drop.to.stop")
                .description("from when a host was last seen up to the end of its egress")
                .tags(tags)
                .register(registry);
        this.unconfirmed = Counter.builder("livekit.guard.unconfirmed")
                .description("times that an egress was left which may still be running")
                .tags(tags)
                .register(registry);
        for (StopCause cause : StopCause.values()) {
            StopReceipt.names().forEach(receipt -> stops(receipt, cause));
        }
    }

    Disposable count(Flowable<GuardEvent> events) {
        return events.map(GuardEvent::event).subscribe(this::on);
    }

    private void on(StreamEvent event) {
        if (event instanceof StreamEvent.StopEnded ended) {
            stops(ended.receipt().name(), ended.cause()).increment();
            if (ended.cause() == StopCause.HOST_DROP && ended.receipt().isOver()) {
                dropToStop.record(ended.sinceDrop());
            }
        } else if (event instanceof StreamEvent.TookOver over) {
            stops(over.receipt().name(), StopCause.TAKE_OVER).increment();
        } else if (event instanceof StreamEvent.TakeOverFailed failed) {
            stops(failed.receipt().name(), StopCause.TAKE_OVER).increment();
        } else if (event instanceof StreamEvent.MayStillRun) {
            unconfirmed.increment();
        }
    }

    private Counter stops(String receipt, StopCause cause) {
        // counter(String, Tags) would be one of Micrometer 1.16
        Iterable<Tag> all = tags.and("receipt", receipt, "cause", cause.name().toLowerCase(Locale.ROOT));
        return registry.counter("livekit.guard.stops", all);
    }
}
