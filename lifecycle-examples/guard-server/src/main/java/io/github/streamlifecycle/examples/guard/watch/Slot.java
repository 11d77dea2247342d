package io.github.streamlifecycle.examples.guard.watch;

import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A place for one watcher process, and the rooms that it watches, which outlast it.
 *
 * <p>Two processes share the place while rooms move from a worn one, the voice, to a fresh one, the heir.
 *
 * @param rooms the numbers of the watches
 * @param moved those of them that are told of by the heir already
 * @param voice the process; null while none runs
 * @param heir the process that takes over; null if none does
 * @param pauses the times when something may or has to be done
 */
record Slot(
        SortedSet<Long> rooms,
        SortedSet<Long> moved,
        @Nullable Run voice,
        @Nullable Run heir,
        Pauses pauses) {
    /**
     * The times when something may or has to be done.
     *
     * @param failures how many processes in a row failed here
     * @param notBeforeMillis when the next one may be started
     * @param emptySinceMillis when the last room went
     */
    record Pauses(int failures, long notBeforeMillis, long emptySinceMillis) {
        Pauses failed(long nowMillis) {
            long pause = Limits.PAUSES.after(failures).toMillis();
            return new Pauses(failures + 1, nowMillis + pause, emptySinceMillis);
        }

        Pauses calm() {
            return new Pauses(0, notBeforeMillis, emptySinceMillis);
        }

        Pauses emptied(long nowMillis) {
            return new Pauses(failures, notBeforeMillis, nowMillis);
        }
    }

    static Slot empty(long nowMillis) {
        return new Slot(new TreeSet<>(), new TreeSet<>(), null, null, new Pauses(0, nowMillis, nowMillis));
    }

    boolean has(long run) {
        return (voice != null && voice.id() == run) || (heir != null && heir.id() == run);
    }

    boolean isStarting() {
        return (voice != null && voice.phase() == Phase.STARTING) || (heir != null && heir.phase() == Phase.STARTING);
    }

    boolean isUnused() {
        return rooms.isEmpty() && voice == null && heir == null;
    }
}
