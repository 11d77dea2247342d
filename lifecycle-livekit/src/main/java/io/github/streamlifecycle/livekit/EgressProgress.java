package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.start.Limits;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;

/**
 * The progress of an egress by the statuses that were seen of it: whether it is live, and whether it takes longer than it
 * may to start or to end.
 */
final class EgressProgress {
    private static final long NEVER = Long.MIN_VALUE;

    private final Limits limits;
    private final Scheduler scheduler;
    private final Consumer<StreamEvent> events;
    private final AtomicBoolean live = new AtomicBoolean();
    private final AtomicBoolean toldStillEnding = new AtomicBoolean();
    private final AtomicLong endingSince = new AtomicLong(NEVER);
    private volatile long begunMillis;

    EgressProgress(Limits limits, Scheduler scheduler, Consumer<StreamEvent> events) {
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
            boolean late = isOver(limits.stop(), endingSince.get());
            if (late && toldStillEnding.compareAndSet(false, true)) {
                events.accept(new StreamEvent.StillEnding(info.getEgressId()));
            }
        }
    }

    /** Whether it is STARTING for longer than it may; of one that is live, an old status has only come late. */
    boolean isOverdue(EgressInfo info) {
        return info.getStatus() == EgressStatus.EGRESS_STARTING && !live.get() && isOver(limits.start(), begunMillis);
    }

    /** Compares durations rather than numbers of them, which may be too long for a long. */
    private boolean isOver(Duration limit, long sinceMillis) {
        return Duration.ofMillis(now() - sinceMillis).compareTo(limit) >= 0;
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    /** Returns the event that tells the final status; empty if the receipt does not know it. */
    static Optional<StreamEvent> finalStatus(StopReceipt receipt) {
        if (receipt instanceof StopReceipt.Stopped stop) {
            return Optional.of(new StreamEvent.Ended(stop.id(), stop.status()));
        } else if (receipt instanceof StopReceipt.AlreadyEnded ended) {
            return ended.status().map(status -> new StreamEvent.Ended(ended.id(), status));
        }
        return Optional.empty();
    }
}
