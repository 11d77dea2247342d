package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth.Calls;
import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth.Verdict;
import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth.Webhooks;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Fault;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.OwnFault;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What {@link GuardsHealth} is read from, counted by any number of threads. */
final class HealthCounts {
    private final SteadyClock clock;
    private final Map<Verdict, LongAdder> verdicts = new EnumMap<>(Verdict.class);
    private final AtomicLong heardAt = new AtomicLong();
    private final LongAdder watchFailures = new LongAdder();
    private final LongAdder storeFailures = new LongAdder();
    final CallCounts polls = new CallCounts();
    final CallCounts sweeps = new CallCounts();

    HealthCounts(SteadyClock clock) {
        this.clock = clock;
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, new LongAdder());
        }
    }

    /** Calls of one sort. */
    final class CallCounts {
        private final LongAdder answered = new LongAdder();
        private final LongAdder failed = new LongAdder();
        private final AtomicLong answeredAt = new AtomicLong();
        private volatile @Nullable String error;

        void answered() {
            answered.increment();
            answeredAt.set(clock.millis());
            error = null;
        }

        void failed(String why) {
            failed.increment();
            error = why;
        }

        private Calls read() {
            return new Calls(answered.sum(), failed.sum(), moment(answeredAt), Optional.ofNullable(error));
        }
    }

    void webhook(Verdict verdict) {
        verdicts.get(verdict).increment();
        if (verdict == Verdict.ACCEPTED) {
            heardAt.set(clock.millis());
        }
    }

    static Verdict of(WebhookVerdict verdict) {
        if (verdict instanceof WebhookVerdict.Accepted) {
            return Verdict.ACCEPTED;
        }
        if (verdict instanceof WebhookVerdict.Duplicate) {
            return Verdict.DUPLICATE;
        }
        if (verdict instanceof WebhookVerdict.Unreadable) {
            return Verdict.UNREADABLE;
        }
        if (verdict instanceof OwnFault fault) {
            return fault.reason() == Fault.CLOCK ? Verdict.CLOCK : Verdict.UNAVAILABLE;
        }
        return Verdict.REFUSED;
    }

    void watchFailed() {
        watchFailures.increment();
    }

    void storeFailed() {
        storeFailures.increment();
    }

    GuardsHealth read(int leases) {
        Map<Verdict, Long> counted = new EnumMap<>(Verdict.class);
        verdicts.forEach((verdict, number) -> counted.put(verdict, number.sum()));
        return new GuardsHealth(
                clock.millis(),
                new Webhooks(counted, moment(heardAt)),
                polls.read(),
                sweeps.read(),
                watchFailures.sum(),
                leases,
                storeFailures.sum());
    }

    private static OptionalLong moment(AtomicLong at) {
        return at.get() == 0 ? OptionalLong.empty() : OptionalLong.of(at.get());
    }
}
