package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.server.rooms.simulation.Terms.GuardSettings;
import java.time.Duration;

/**
 * For how long an egress runs without its host at most, once nothing fails any more: the formula of docs/simulation.md.
 *
 * <pre>
 * list    = 1.2 x the larger of poll and answer
 * known   = detection + skew + answer + 2 list + grace + pause + answer
 * unknown = known + 1.2 sweep + answer + orphanLimit + list
 * </pre>
 *
 * The guard's clock may be a twentieth faster or slower while it follows the wall clock.
 *
 * @param known of an egress that a guard has seen with its host, as far as its store remembers
 * @param unknown of any
 */
record Bound(Duration known, Duration unknown) {
    /** LiveKit lists a dead publisher for so long. */
    private static final Duration DETECTION = Duration.ofSeconds(22);
    /** A list speaks of a stay only if it is so much later than the latest message of it. */
    private static final Duration SKEW = Duration.ofSeconds(5);
    /** A call that was on its way when the faults ended may take so long. */
    private static final Duration ANSWER = Duration.ofMillis(Fate.LONGEST_MILLIS);
    /** A stop that was tried in vain is tried again after so long at most, and the egress takes its time to end. */
    private static final Duration PAUSE = Duration.ofSeconds(60 + 3);

    private static final double JITTER = 1.2;
    private static final double CLOCK = 1.05;

    static Bound of(GuardSettings settings) {
        Duration list = times(JITTER, settings.poll().compareTo(ANSWER) < 0 ? ANSWER : settings.poll());
        Duration known = DETECTION
                .plus(SKEW)
                .plus(ANSWER)
                .plus(list.multipliedBy(2))
                .plus(settings.grace())
                .plus(PAUSE)
                .plus(ANSWER);
        Duration unknown = known.plus(times(JITTER, settings.sweep()))
                .plus(ANSWER)
                .plus(settings.orphanLimit())
                .plus(list);
        return new Bound(times(CLOCK, known), times(CLOCK, unknown));
    }

    private static Duration times(double factor, Duration duration) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }
}
