package io.github.streamlifecycle.livekit.media;

/**
 * The connectivity checks of a watcher's own path: whether the server still answers them.
 *
 * <p>WebRTC asks every 2.5 s, and several times a second once nothing comes in. Its counters are never reset, so what counts is
 * how many questions were sent since the last answer.
 *
 * @param responses how many answers had come at the latest look
 * @param requestsByThen how many questions had been sent when the latest answer was seen
 * @param unanswered how many were sent since
 * @since 0.1.0
 */
public record PathChecks(long responses, long requestsByThen, long unanswered) {
    /** Fewer may still be answered, on a path that is slow or loses some. */
    private static final int BROKEN_AFTER = 3;

    /**
     * A path of which nothing is known.
     *
     * @return the initial value
     */
    public static PathChecks unknown() {
        return new PathChecks(0, 0, 0);
    }

    /**
     * Takes a look at the counters in.
     *
     * @param requestsSent how many questions were sent so far
     * @param responsesReceived how many answers came so far
     * @return the checks after it
     */
    public PathChecks on(long requestsSent, long responsesReceived) {
        return responsesReceived == responses
                ? new PathChecks(responses, requestsByThen, requestsSent - requestsByThen)
                : new PathChecks(responsesReceived, requestsSent, 0);
    }

    /**
     * Whether the path is broken as far as can be told.
     *
     * @return true once several questions in a row were not answered
     */
    public boolean isBroken() {
        return responses > 0 && unanswered >= BROKEN_AFTER;
    }
}
