package io.github.streamlifecycle.examples.guard.watch;

/**
 * How much a process may report: so much each second, and at once what it has saved up. Large reports count as several. One
 * that exceeds it is out of its mind, and would fill this program's memory.
 *
 * <p>Time is an argument, in milliseconds of any clock that does not go back. Not thread-safe.
 */
final class ReportBudget {
    /** Each room: a sign of media and a question now and then, and for a burst one for each of its participants. */
    private static final int SECOND_PER_ROOM = 50;

    private static final int SECOND = 200;
    private static final int SAVED_SECONDS = 20;
    private static final int BYTES = 1_024;

    private final long perSecond;
    private long savedThousandths;
    private long paidAtMillis;

    ReportBudget(int rooms, long nowMillis) {
        this.perSecond = SECOND + (long) rooms * SECOND_PER_ROOM;
        this.savedThousandths = most();
        this.paidAtMillis = nowMillis;
    }

    private long most() {
        return perSecond * SAVED_SECONDS * 1_000;
    }

    /** Takes a report of some length; returns false if that is too much. */
    boolean take(int bytes, long nowMillis) {
        long elapsed = Math.min(SAVED_SECONDS * 1_000L, nowMillis - paidAtMillis);
        paidAtMillis = nowMillis;
        savedThousandths = Math.min(most(), savedThousandths + elapsed * perSecond) - (1 + bytes / BYTES) * 1_000L;
        return savedThousandths >= 0;
    }

    @Override
    public String toString() {
        return perSecond + " reports a second";
    }
}
