package io.github.streamlifecycle.livekit.api;

/**
 * What an error answer to a Twirp call means. Decided by HTTP status and Twirp code, never by the text, which differs
 * between versions of the server.
 */
public enum Answer {
    /** The egress has ended already, which is what a stop wanted. */
    ALREADY_ENDED,
    /** It may have been done, may still be done, or may be asked again. */
    AMBIGUOUS,
    /** It was not done, and asking again would change nothing. */
    REFUSED;

    /** The table; first row that fits. */
    static Answer of(int status, String code) {
        return switch (code) {
            case "failed_precondition", "not_found" -> ALREADY_ENDED;
            // a server without Redis: "egress not connected"
            case "internal" -> REFUSED;
            case "deadline_exceeded",
                    "unavailable",
                    "unknown",
                    "already_exists",
                    "resource_exhausted",
                    "canceled",
                    "aborted" -> AMBIGUOUS;
            default -> status == 408 || status == 409 || status == 429 || status >= 500 ? AMBIGUOUS : REFUSED;
        };
    }
}
