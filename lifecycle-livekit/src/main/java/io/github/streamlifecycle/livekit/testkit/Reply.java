package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonObject;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;

/** An answer of the server, and how long the server takes for it. */
sealed interface Reply {
    Duration takes();

    /** A call that succeeded. */
    record Ok(Message body, Duration takes) implements Reply {}

    /** A Twirp error. */
    record Failed(int status, String code, String msg, Duration takes) implements Reply {
        String json() {
            JsonObject error = new JsonObject();
            error.addProperty("code", code);
            error.addProperty("msg", msg);
            return error.toString();
        }
    }

    /** Anything that is no Twirp answer, as from a proxy or the authentication in front of Twirp. */
    record Raw(int status, String contentType, ByteString body, Duration takes) implements Reply {}

    /** A body of zeroes that never comes to its end: a byte each {@code every}. */
    record Trickle(Duration every, Duration takes) implements Reply {}

    /** A body of that many zeroes. */
    record Flood(long bytes, Duration takes) implements Reply {}

    /** The connection is closed without an answer. */
    record Cut(Duration takes) implements Reply {}

    /** An answer that depends on what is still to happen. */
    record Later(Single<Reply> reply) implements Reply {
        @Override
        public Duration takes() {
            return Duration.ZERO;
        }
    }

    static Reply ok(Message body, long millis) {
        return new Ok(body, Duration.ofMillis(millis));
    }

    static Reply failed(int status, String code, String msg, long millis) {
        return new Failed(status, code, msg, Duration.ofMillis(millis));
    }

    static Reply raw(int status, String contentType, String body) {
        return new Raw(status, contentType, ByteString.copyFromUtf8(body), Duration.ofMillis(1));
    }

    static Reply timedOut(long millis) {
        return failed(408, "deadline_exceeded", "twirp error unknown: request timed out", millis);
    }

    static Reply unauthenticated() {
        return failed(401, "unauthenticated", "permissions denied", 1);
    }
}
