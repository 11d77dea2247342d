package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.ByteString;
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
    final boolean carriedOut;
    private final Reply reply;
    private final Reply replyToList;

    private Fault(Reply reply, boolean carriedOut) {
        this(reply, reply, carriedOut);
    }

    private Fault(Reply reply, Reply replyToList, boolean carriedOut) {
        this.reply = reply;
        this.replyToList = replyToList;
        this.carriedOut = carriedOut;
    }

    Reply replyTo(String method) {
        return method.equals("ListEgress") ? replyToList : reply;
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
        return new Fault(Reply.timedOut(3_000), false);
    }

    /**
     * Redis that does not answer: 500 after 9 s, or after 3 s for ListEgress.
     *
     * @return the fault
     */
    public static Fault redisDown() {
        String msg = "twirp error unknown: i/o timeout";
        return new Fault(Reply.failed(500, "unknown", msg, 9_000), Reply.failed(500, "unknown", msg, 3_000), false);
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
        return new Fault(Reply.raw(401, "text/plain; charset=utf-8", "invalid token: " + token), false);
    }

    /**
     * Something else than LiveKit answers, such as a proxy.
     *
     * @param status the HTTP status
     * @param html the body
     * @return the fault
     */
    public static Fault proxy(int status, String html) {
        return new Fault(Reply.raw(status, "text/html", html), false);
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
     * A 200 whose body comes one byte a second, without an end.
     *
     * @return the fault
     */
    public static Fault trickle() {
        return new Fault(new Reply.Trickle(Duration.ofSeconds(1), Duration.ofMillis(1)), false);
    }

    /**
     * A 200 with a body of 100 MB of zeroes.
     *
     * @return the fault
     */
    public static Fault flood() {
        return new Fault(new Reply.Flood(100_000_000, Duration.ofMillis(1)), false);
    }

    /**
     * A 200 whose protobuf ends in the middle of a field.
     *
     * @return the fault
     */
    public static Fault truncated() {
        ByteString half = ByteString.copyFrom(new byte[] {0x0a, 0x0f, 'E', 'G', '_'});
        return new Fault(new Reply.Raw(200, "application/protobuf", half, Duration.ofMillis(1)), false);
    }

    /**
     * The same answer to a call that is carried out nevertheless: what makes a failure ambiguous.
     *
     * @return the fault
     */
    public Fault thoughCarriedOut() {
        return new Fault(reply, replyToList, true);
    }
}
