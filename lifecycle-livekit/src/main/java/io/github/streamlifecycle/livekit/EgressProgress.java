package io.github.streamlifecycle.livekit;

import io.reactivex.rxjava3.core.Scheduler;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;

/** How far an egress got, by its statuses: whether it is live, and whether it takes longer than it may. */
final class EgressProgress {
    private static final long NEVER = Long.MIN_VALUE;

    private final GuardSettings.Limits limits;
    private final Scheduler scheduler;
    private final Consumer<StreamEvent> events;
    private final AtomicBoolean live = new AtomicBoolean();
    private final AtomicBoolean toldStillEnding = new AtomicBoolean();
    private final AtomicLong endingSince = new AtomicLong(NEVER);
    private volatile long begunMillis;

    EgressProgress(GuardSettings.Limits limits, Scheduler scheduler, Consumer<StreamEvent> events) {
        this.limits = limits;
        this.scheduler = scheduler;
        this.events = events;
    }

    void begin() {
        begunMillis = now();
    }

    boolean isLive() {
        return live.get();
    }

    void on(EgressInfo info) {
        if (info.getStatus() == EgressStatus.EGRESS_ACTIVE && live.compareAndSet(false, true)) {
            events.accept(new StreamEvent.Live(info.getEgressId()));
        } else if (info.getStatus() == EgressStatus.EGRESS_ENDING) {
            endingSince.compareAndSet(NEVER, now());
            boolean late = now() - endingSince.get() >= limits.stop().toMillis();
            if (late && toldStillEnding.compareAndSet(false, true)) {
                events.accept(new StreamEvent.StillEnding(info.getEgressId()));
            }
        }
    }

    /** Whether it is STARTING and should have started long ago; what is live was only told late that it began. */
    boolean isOverdue(EgressInfo info) {
        return info.getStatus() == EgressStatus.EGRESS_STARTING
                && !live.get()
                && now() - begunMillis >= limits.start().toMillis();
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    /** The event that tells the final status, if it is known what became of the egress. */
    static Optional<StreamEvent> finalStatus(StopReceipt receipt) {
        if (receipt instanceof StopReceipt.Stopped stop) {
            return Optional.of(new StreamEvent.Ended(stop.egressId(), stop.status()));
        } else if (receipt instanceof StopReceipt.AlreadyEnded ended) {
            return ended.status().map(status -> new StreamEvent.Ended(ended.egressId(), status));
        }
        return Optional.empty();
    }
}
