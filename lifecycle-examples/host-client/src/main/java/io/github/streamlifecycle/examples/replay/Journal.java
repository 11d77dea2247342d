package io.github.streamlifecycle.examples.replay;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.presence.ConnectionState;
import io.github.streamlifecycle.livekit.presence.DtlsState;
import io.github.streamlifecycle.livekit.presence.IceConnectionState;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.github.streamlifecycle.livekit.presence.PublisherSignal.Sampled;
import io.github.streamlifecycle.livekit.presence.PublisherSignal.StateChanged;
import io.github.streamlifecycle.livekit.presence.PublisherState;
import io.github.streamlifecycle.livekit.presence.TransportSample;
import io.github.streamlifecycle.livekit.presence.TransportSample.Checks;
import io.github.streamlifecycle.livekit.presence.TransportSample.Packets;
import io.github.streamlifecycle.livekit.webrtc.WhipException;
import io.reactivex.rxjava3.core.SingleEmitter;

/**
 * The entries of a run as JSON: what came from outside and when, what the guard told, and what the user was shown.
 *
 * <p>They hold nothing secret: no key, no token, and stream keys only as LiveKit shows them.
 */
final class Journal {
    static final String AT = "at";
    static final String ANSWER = "answer";
    static final String CONNECTION = "connection";
    static final String EVENT = "event";
    static final String BEGIN = "begin";
    static final String QUIT = "quit";

    private static final String SAID = "said";
    private static final String VALUE = "value";
    private static final String ERROR = "error";
    private static final String STATUS = "status";
    private static final String CODE = "code";

    /** The last signal of a connection about which nothing more can be learnt. */
    static final PublisherSignal LOST_SIGHT =
            new StateChanged(new PublisherState(ConnectionState.CLOSED, IceConnectionState.CLOSED));

    private Journal() {}

    static JsonObject begin(String server) {
        return entry(BEGIN, new JsonPrimitive(server));
    }

    static JsonObject quit() {
        return entry(QUIT, new JsonPrimitive(true));
    }

    static JsonObject end() {
        return entry("end", new JsonPrimitive(true));
    }

    /** Returns an entry with its time in front. */
    static JsonObject stamped(long millis, JsonObject entry) {
        JsonObject stamped = entry(AT, new JsonPrimitive(millis));
        entry.entrySet().forEach(field -> stamped.add(field.getKey(), field.getValue()));
        return stamped;
    }

    /** Returns a line that the user was shown. */
    static JsonObject said(long millis, String words) {
        return stamped(millis, entry(SAID, new JsonPrimitive(words)));
    }

    /** Returns an event that a guard told. */
    static JsonObject event(long millis, String event) {
        return stamped(millis, entry(EVENT, new JsonPrimitive(event)));
    }

    /** Returns whether an entry came out of a run instead of from outside: a line or an event. */
    static boolean isTold(JsonObject entry) {
        return entry.has(SAID) || entry.has(EVENT);
    }

    private static JsonObject entry(String name, JsonElement value) {
        JsonObject entry = new JsonObject();
        entry.add(name, value);
        return entry;
    }

    static JsonObject answer(String call, JsonElement value) {
        JsonObject entry = entry(ANSWER, new JsonPrimitive(call));
        entry.add(VALUE, value);
        return entry;
    }

    static JsonObject failure(String call, Throwable error) {
        JsonObject entry = entry(ANSWER, new JsonPrimitive(call));
        entry.addProperty(ERROR, String.valueOf(error.getMessage()));
        if (error instanceof LiveKitException known) {
            entry.addProperty(STATUS, known.status().orElse(0));
            entry.addProperty(CODE, known.code().orElse(""));
        } else if (error instanceof WhipException whip) {
            whip.status().ifPresent(status -> entry.addProperty(STATUS, status));
        }
        return entry;
    }

    /** Answers a call as an entry says; the library knows errors of LiveKit by their type. */
    static void settle(JsonObject entry, SingleEmitter<JsonElement> asked) {
        if (entry.has(ERROR)) {
            asked.tryOnError(error(entry));
        } else {
            asked.onSuccess(entry.get(VALUE));
        }
    }

    private static Throwable error(JsonObject entry) {
        String message = entry.get(ERROR).getAsString();
        int status = entry.has(STATUS) ? entry.get(STATUS).getAsInt() : 0;
        return entry.has(CODE)
                ? LiveKitException.of(status, entry.get(CODE).getAsString(), message)
                : new CallFailure(status, message);
    }

    static JsonObject signal(int connection, PublisherSignal signal) {
        JsonObject entry = entry(CONNECTION, new JsonPrimitive(connection));
        if (signal instanceof StateChanged changed) {
            entry.addProperty("state", changed.state().connection().name());
            entry.addProperty("ice", changed.state().ice().name());
        } else if (signal instanceof Sampled sampled) {
            TransportSample sample = sampled.sample();
            entry.addProperty("sampledAt", sample.atMillis());
            entry.addProperty("packetsReceived", sample.packets().received());
            entry.addProperty("packetsSent", sample.packets().sent());
            entry.addProperty("packetsLost", sample.packets().lost());
            entry.addProperty("requestsSent", sample.checks().sent());
            entry.addProperty("responsesReceived", sample.checks().answered());
            entry.addProperty("roundTripMillis", sample.checks().roundTripMillis());
            entry.addProperty("dtlsState", sample.dtls().name());
        }
        return entry;
    }

    static PublisherSignal signal(JsonObject entry) {
        if (entry.has("state")) {
            return new StateChanged(new PublisherState(
                    ConnectionState.valueOf(entry.get("state").getAsString()),
                    IceConnectionState.valueOf(entry.get("ice").getAsString())));
        }
        return new Sampled(new TransportSample(
                count(entry, "sampledAt"),
                new Packets(count(entry, "packetsReceived"), count(entry, "packetsSent"), count(entry, "packetsLost")),
                new Checks(
                        count(entry, "requestsSent"),
                        count(entry, "responsesReceived"),
                        count(entry, "roundTripMillis")),
                DtlsState.valueOf(entry.get("dtlsState").getAsString())));
    }

    private static long count(JsonObject entry, String name) {
        return entry.get(name).getAsLong();
    }
}
