package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The signs that an egress is the record of a worker that died: LiveKit itself has answered 408 or 503 at least twice,
 * and the recorder was missing from its room twice, at least {@value #APART_SECONDS} s apart. Too many requests, a
 * proxy's error and a recorder that connects anew are no such signs.
 */
final class DeadRecordSigns {
    /** A dead recorder leaves its room 21 s after its worker has died. */
    private static final long APART_SECONDS = 25;

    private static final Duration APART = Duration.ofSeconds(APART_SECONDS);
    private static final Duration OVERDUE = Duration.ofSeconds(2);
    private static final int ANSWERS = 2;
    private static final Set<String> CODES = Set.of("deadline_exceeded", "unavailable");

    private int answers;
    private @Nullable Duration missingSince;

    void onFailure(LiveKitException error) {
        int status = error.status().orElse(0);
        if ((status == 408 || status == 503)
                && error.code().filter(CODES::contains).isPresent()) {
            answers++;
        }
    }

    void onRecorder() {
        missingSince = null;
    }

    /** Whether it is worth looking for the recorder. */
    boolean mayBeDead() {
        return answers > 0;
    }

    /** Takes in that the recorder is missing, and returns whether that makes it a dead record. */
    boolean isDeadWithoutRecorder(Duration at) {
        Duration since = missingSince;
        if (since == null) {
            missingSince = at;
            return false;
        }
        return answers >= ANSWERS && at.minus(since).compareTo(APART) >= 0;
    }

    /** Returns the pause, shortened so that the second look for a missing recorder is not late. */
    Duration atMostUntilNextSign(Duration pause, Duration at) {
        Duration since = missingSince;
        if (since == null) {
            return pause;
        }
        Duration left = since.plus(APART).minus(at);
        Duration wanted = left.compareTo(OVERDUE) < 0 ? OVERDUE : left;
        return wanted.compareTo(pause) < 0 ? wanted : pause;
    }
}
