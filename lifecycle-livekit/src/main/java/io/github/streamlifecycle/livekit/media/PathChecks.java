package io.github.streamlifecycle.livekit.media;

/**
 * The connectivity checks of a watcher's own path, which show whether the server still answers.
 *
 * <p>WebRTC sends one every 2.5 s, and several a second once nothing comes in. Its counters are never reset, so the
 * sign is the number of checks sent since the last answer.
 *
 * @param responses the number of answers at the latest sample
 * @param requestsByThen the number of checks that had been sent when the latest answer was seen
 * @param unanswered the number of checks sent since then
 * @since 0.1.0
 */
public record PathChecks(long responses, long requestsByThen, long unanswered) {
    /**
     * The number of unanswered checks that proves a broken path; fewer may still be answered on a slow or lossy one.
     */
    private static final int BROKEN_AFTER = 3;

    /**
     * Returns the checks of a path of which nothing is known.
     *
     * @return the initial value
     */
    public static PathChecks unknown() {
        return new PathChecks(0, 0, 0);
    }

    /**
     * Returns these checks after a sample of the counters.
     *
     * @param requestsSent the number of checks sent so far
     * @param responsesReceived the number of answers received so far
     * @return the checks after it
     */
    public PathChecks on(long requestsSent, long responsesReceived) {
        return responsesReceived == responses
                ? new PathChecks(responses, requestsByThen, requestsSent - requestsByThen)
                : new PathChecks(responsesReceived, requestsSent, 0);
    }

    /**
     * Returns whether the path appears to be broken.
     *
     * @return true once several checks in a row were not answered
     */
    public boolean isBroken() {
        return responses > 0 && unanswered >= BROKEN_AFTER;
    }
}
