package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.calls.CallGate;
import io.github.streamlifecycle.livekit.pace.Backoff;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * The pace of all polls together. They become fewer with the time that the server takes for an answer, so that no more than
 * half of the calls that may be made at once are ever on their way, and no room is read for more than half of the time.
 */
final class PollPace {
    private static final int CALLS_AT_ONCE = 16;
    private static final double JITTER = 0.2;
    private static final Backoff AFTER_FAILURES = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(1));
    /** Longer is as good as for ever, and would overflow a count of milliseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Duration pause;
    private final Scheduler scheduler;
    private final DoubleSupplier random;
    private final CallGate gate = new CallGate(CALLS_AT_ONCE, () -> {});
    private final AtomicInteger rooms = new AtomicInteger();
    /** The smoothed time from a call to its answer, in nanoseconds. */
    private final AtomicLong latency = new AtomicLong();

    PollPace(Duration pause, Scheduler scheduler, DoubleSupplier random) {
        this.pause = pause;
        this.scheduler = scheduler;
        this.random = random;
    }

    void roomBegins() {
        rooms.incrementAndGet();
    }

    void roomEnds() {
        rooms.decrementAndGet();
    }

    /** Returns the call, made once its turn has come, and measured. */
    <T> Single<T> timed(Single<T> call) {
        return gate.pass(Single.defer(() -> {
            long begun = scheduler.now(TimeUnit.NANOSECONDS);
            return call.doFinally(() -> answered(Math.max(0, scheduler.now(TimeUnit.NANOSECONDS) - begun)));
        }));
    }

    private void answered(long took) {
        latency.updateAndGet(known -> known == 0 ? took : known + (took - known) / 8);
    }

    /** Returns the pause before a room is read again that could not be read: soon, since nothing is stopped before. */
    Duration nextAfter(int failures) {
        return shortest(next(), jittered(AFTER_FAILURES.after(failures - 1)));
    }

    /** Returns the pause before the next poll of a room. */
    Duration next() {
        Duration answer = Duration.ofNanos(latency.get());
        Duration inTurn = answer.multipliedBy(2L * rooms.get()).dividedBy(CALLS_AT_ONCE);
        return jittered(longest(pause, longest(answer, inTurn)));
    }

    /** Returns a pause that differs by up to a fifth, so that not everybody asks at once. */
    Duration jittered(Duration pause) {
        double factor = 1 + JITTER * (2 * random.getAsDouble() - 1);
        return Duration.ofMillis(Math.max(1, Math.round(shortest(pause, LONGEST).toMillis() * factor)));
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
