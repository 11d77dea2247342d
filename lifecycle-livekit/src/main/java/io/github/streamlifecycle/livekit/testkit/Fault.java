package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.Objects;

/**
 * A wrong answer that a {@link LiveKitDouble} gives when told to, as the real server does.
 *
 * <p>Delays are the real server's, on the double's clock.
 *
 * @since 0.1.0
 */
public final class Fault {
    final Reply reply;
    final boolean carriedOut;

    private Fault(Reply reply, boolean carriedOut) {
        this.reply = reply;
        this.carriedOut = carriedOut;
    }

    /**
     * A Twirp error.
     *
     * @param status the HTTP status
     * @param code the Twirp code
     * @param takes how long the server takes to say so
     * @return the fault
     */
    public static Fault error(int status, String code, Duration takes) {
        return new Fault(new Reply.Failed(status, code, "scripted", Objects.requireNonNull(takes)), false);
    }

    /**
     * A start that no egress worker takes: 503 after 25 s.
     *
     * @return the fault
     */
    public static Fault noWorker() {
        return new Fault(
                Reply.failed(503, "unavailable", "twirp error unknown: no response from servers", 25_000), false);
    }

    /**
     * A worker that does not answer in time: 408 after 3 s.
     *
     * @return the fault
     */
    public static Fault timedOut() {
        return new Fault(
                Reply.failed(408, "deadline_exceeded", "twirp error unknown: request timed out", 3_000), false);
    }

    /**
     * Redis that does not answer: 500 after 9 s.
     *
     * @return the fault
     */
    public static Fault redisDown() {
        return new Fault(Reply.failed(500, "unknown", "twirp error unknown: i/o timeout", 9_000), false);
    }

    /**
     * A server without Redis: 500 after 3 s, for good.
     *
     * @return the fault
     */
    public static Fault noRedis() {
        return new Fault(Reply.failed(500, "internal", "egress not connected (redis required)", 3_000), false);
    }

    /**
     * A 401 as plain text with the whole token in it, as for an expired token.
     *
     * @param token what stands in for the token
     * @return the fault
     */
    public static Fault expiredToken(String token) {
        return new Fault(
                new Reply.Raw(401, "text/plain; charset=utf-8", "invalid token: " + token, Duration.ofMillis(1)),
                false);
    }

    /**
     * Something else than LiveKit answers, such as a proxy.
     *
     * @param status the HTTP status
     * @param html the body
     * @return the fault
     */
    public static Fault proxy(int status, String html) {
        return new Fault(new Reply.Raw(status, "text/html", html, Duration.ofMillis(1)), false);
    }

    /**
     * The connection is cut before an answer.
     *
     * @return the fault
     */
    public static Fault cut() {
        return new Fault(new Reply.Cut(Duration.ofMillis(1)), false);
    }

    /**
     * No answer for a day.
     *
     * @return the fault
     */
    public static Fault silence() {
        return new Fault(new Reply.Cut(Duration.ofDays(1)), false);
    }

    /**
     * The same answer to a call that is carried out nevertheless: what makes a failure ambiguous.
     *
     * @return the fault
     */
    public Fault thoughCarriedOut() {
        return new Fault(reply, true);
    }
}
