package io.github.streamlifecycle.examples.guard.watch;

import java.util.Map;

/**
 * The life of a watcher process, as the guard server sees it.
 *
 * <p>{@link #TABLE} is the whole of it: what becomes of a process in each phase at each sign, and what is done for it.
 */
enum Phase {
    /** It was started, and has not said yet that it can watch. */
    STARTING,
    /** It watches. */
    WATCHING,
    /** It has been quiet for a moment: its rooms are unknown until it is heard again. */
    MUTE,
    /** It is of no use any more, and is replaced. */
    GONE;

    /** A sign that the guard server has of a process. */
    enum Sign {
        /** It says that it can watch. */
        READY,
        /** It was heard. */
        HEARD,
        /** Nothing was heard for longer than a healthy process is silent. */
        QUIET,
        /** Nothing was heard for so long that nothing more is to be expected. */
        SILENT,
        /** It has ended, talks nonsense or has grown beyond its bound. */
        BROKEN
    }

    /** What a sign calls for. */
    enum Act {
        /** Nothing. */
        NOTHING,
        /** To tell it which rooms to watch. */
        BEGIN,
        /** To say that its rooms are unknown. */
        HUSH,
        /** To say again what is known of its rooms. */
        SPEAK,
        /** To kill it and start another one. */
        REPLACE
    }

    /**
     * The answer to a sign.
     *
     * @param next the phase after it
     * @param act what is done
     */
    record Turn(Phase next, Act act) {}

    private static final Turn REPLACED = new Turn(GONE, Act.REPLACE);
    private static final Turn NO_MATTER = new Turn(GONE, Act.NOTHING);

    /** A process that says anything before READY, or READY twice, talks nonsense. */
    static final Map<Phase, Map<Sign, Turn>> TABLE = Map.of(
            STARTING,
            Map.of(
                    Sign.READY, new Turn(WATCHING, Act.BEGIN),
                    Sign.HEARD, REPLACED,
                    Sign.QUIET, new Turn(STARTING, Act.NOTHING),
                    Sign.SILENT, REPLACED,
                    Sign.BROKEN, REPLACED),
            WATCHING,
            Map.of(
                    Sign.READY, REPLACED,
                    Sign.HEARD, new Turn(WATCHING, Act.NOTHING),
                    Sign.QUIET, new Turn(MUTE, Act.HUSH),
                    Sign.SILENT, REPLACED,
                    Sign.BROKEN, REPLACED),
            MUTE,
            Map.of(
                    Sign.READY, REPLACED,
                    Sign.HEARD, new Turn(WATCHING, Act.SPEAK),
                    Sign.QUIET, new Turn(MUTE, Act.NOTHING),
                    Sign.SILENT, REPLACED,
                    Sign.BROKEN, REPLACED),
            GONE,
            Map.of(
                    Sign.READY, NO_MATTER,
                    Sign.HEARD, NO_MATTER,
                    Sign.QUIET, NO_MATTER,
                    Sign.SILENT, NO_MATTER,
                    Sign.BROKEN, NO_MATTER));

    Turn on(Sign sign) {
        return TABLE.getOrDefault(this, Map.of()).getOrDefault(sign, REPLACED);
    }
}
