package io.github.streamlifecycle.livekit.webrtc;

/**
 * The pings of a watcher over LiveKit's signalling, which show whether the server still answers. Time is an argument, in
 * milliseconds of a monotonic clock.
 */
final class SignalPings {
    private static final long EVERY_MILLIS = 5_000;
    private static final long IN_DOUBT_EVERY_MILLIS = 300;
    private static final long ANSWERED_WITHIN_MILLIS = 2_000;

    private long askedAtMillis;
    /** The time since when an answer is awaited, however often it was asked again meanwhile; 0 if none is. */
    private long awaitedSinceMillis;

    boolean isDue(long nowMillis, boolean inDoubt) {
        return nowMillis - askedAtMillis >= (inDoubt ? IN_DOUBT_EVERY_MILLIS : EVERY_MILLIS);
    }

    void asked(long nowMillis) {
        askedAtMillis = nowMillis;
        awaitedSinceMillis = awaitedSinceMillis == 0 ? nowMillis : awaitedSinceMillis;
    }

    /** Handles the answer to the ping that was sent at a time, 0 if it does not say so. */
    void answered(long sentAtMillis, long nowMillis) {
        boolean isOfTheLatest = sentAtMillis == 0 || sentAtMillis >= askedAtMillis;
        awaitedSinceMillis = isOfTheLatest ? 0 : nowMillis;
    }

    boolean isOverdue(long nowMillis) {
        return awaitedSinceMillis != 0 && nowMillis - awaitedSinceMillis > ANSWERED_WITHIN_MILLIS;
    }
}
