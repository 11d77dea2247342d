package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonObject;
import com.google.protobuf.Message;
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
    record Raw(int status, String contentType, String body, Duration takes) implements Reply {}

    /** The connection is closed without an answer. */
    record Cut(Duration takes) implements Reply {}

    static Reply ok(Message body, long millis) {
        return new Ok(body, Duration.ofMillis(millis));
    }

    static Reply failed(int status, String code, String msg, long millis) {
        return new Failed(status, code, msg, Duration.ofMillis(millis));
    }

    static Reply unauthenticated() {
        return failed(401, "unauthenticated", "permissions denied", 1);
    }
}
