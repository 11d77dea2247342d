package io.github.streamlifecycle.examples.guard.demo;

/**
 * What the stand-in for LiveKit says of the egress in the end.
 *
 * @param orders how many orders to end it had arrived
 * @param end whether it has ended
 */
record Verdict(int orders, End end) {
    /** Whether the egress has ended. */
    enum End {
        /** It has. */
        ENDED,
        /** It still runs. */
        RUNS,
        /** It had ended, or was told to end, while its host was still there. */
        TOO_EARLY
    }

    static Verdict parse(String text) {
        String[] parts = text.split(" ", 2);
        return new Verdict(Integer.parseInt(parts[0]), End.valueOf(parts[1]));
    }

    String text() {
        return orders + " " + end;
    }

    boolean isStoppedOnce() {
        return orders == 1 && end == End.ENDED;
    }

    /** Returns one sentence. */
    String words() {
        String times = orders + (orders == 1 ? " order" : " orders") + " to end it";
        if (isStoppedOnce()) {
            return "The stand-in for LiveKit confirms it: the egress was stopped exactly once.";
        }
        return "Not as it should be: "
                + switch (end) {
                    case ENDED -> "the egress has ended, and the stand-in for LiveKit got " + times + ".";
                    case RUNS -> "the egress still runs, though the stand-in for LiveKit got " + times + ".";
                    case TOO_EARLY -> "the egress was ended while its host was still there.";
                };
    }
}
