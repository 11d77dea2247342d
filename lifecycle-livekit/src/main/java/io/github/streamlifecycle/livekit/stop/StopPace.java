package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.pace.Backoff;
import java.time.Duration;

/**
 * The pauses of one stop: quick in the first minute, in which most stops end, and slow for a stop that goes on for
 * longer. Pauses between tries are spread by a fifth either way, so that stops that failed together do not try again
 * together.
 */
final class StopPace {
    private static final Duration QUICK_PHASE = Duration.ofMinutes(1);
    private static final Backoff RETRIES = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));
    private static final Duration UNREACHED = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(30);
    private static final Duration FIRST_LOOK = Duration.ofMillis(250);
    /** The time that one stop takes of a second in which thousands are sent. */
    private static final Duration ROOM_FOR_A_STOP = Duration.ofNanos(200_000);

    private StopPace() {}

    /** Returns the pause before the first look at a stopped egress: of many stops, one that lets all be sent first. */
    static Duration firstLook(int stopsInFlight) {
        return longest(FIRST_LOOK, ROOM_FOR_A_STOP.multipliedBy(stopsInFlight));
    }

    /** Returns the pause before the look that follows one after the given pause. */
    static Duration nextLook(Duration pause, Duration sinceBegun) {
        return later(sinceBegun, shortest(LONGEST_LOOK, pause.multipliedBy(3).dividedBy(2)));
    }

    /** Returns the pause after a try that failed: it doubles with every try. */
    static Duration retry(String egressId, int tries, Duration sinceBegun) {
        long spread = Math.floorMod((egressId + tries).hashCode(), 401);
        return later(sinceBegun, RETRIES.after(tries - 1))
                .multipliedBy(800 + spread)
                .dividedBy(1_000);
    }

    /** Returns the pause after a read that the server did not answer: its network may be back at any moment. */
    static Duration unreached(Duration sinceBegun) {
        return later(sinceBegun, UNREACHED);
    }

    private static Duration later(Duration sinceBegun, Duration quick) {
        return sinceBegun.compareTo(QUICK_PHASE) < 0 ? quick : longest(quick, LATER);
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
