package io.github.streamlifecycle.examples;

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
import io.reactivex.rxjava3.core.SingleEmitter;

/**
 * A run as JSON, one entry a line: what came from outside, when, and what was decided. Nothing secret is in it: no key, no
 * token, and stream keys only as LiveKit shows them.
 */
final class Journal {
    static final String AT = "at";
    static final String ANSWER = "answer";
    static final String CONNECTION = "connection";
    static final String BEGIN = "begin";
    static final String QUIT = "quit";

    private static final String CALL = "call";
    private static final String VALUE = "value";
    private static final String ERROR = "error";
    private static final String STATUS = "status";
    private static final String CODE = "code";

    private static final String DECISION = "decision";

    /** What is left to say of a connection of which nothing more can be known. */
    static final PublisherSignal LOST_SIGHT =
            new StateChanged(new PublisherState(ConnectionState.CLOSED, IceConnectionState.CLOSED));

    private Journal() {}

    /** What is said of itself before anything happens. */
    static JsonObject begin(String server) {
        return entry(BEGIN, new JsonPrimitive(server));
    }

    static JsonObject quit() {
        return entry(QUIT, new JsonPrimitive(true));
    }

    static JsonObject end() {
        return entry("end", new JsonPrimitive(true));
    }

    static JsonObject stamped(long millis, JsonObject entry) {
        JsonObject stamped = entry(AT, new JsonPrimitive(millis));
        entry.entrySet().forEach(field -> stamped.add(field.getKey(), field.getValue()));
        return stamped;
    }

    /** Something decided, and how the timeline puts it. */
    static JsonObject said(long millis, String decision, String words) {
        JsonObject said = entry(AT, new JsonPrimitive(millis));
        said.addProperty(DECISION, decision);
        said.addProperty("words", words);
        return said;
    }

    static boolean isSaid(JsonObject entry) {
        return entry.has(DECISION);
    }

    private static JsonObject entry(String name, JsonElement value) {
        JsonObject entry = new JsonObject();
        entry.add(name, value);
        return entry;
    }

    static JsonObject answer(int number, String call, JsonElement value) {
        JsonObject entry = entry(ANSWER, new JsonPrimitive(number));
        entry.addProperty(CALL, call);
        entry.add(VALUE, value);
        return entry;
    }

    static JsonObject failure(int number, String call, Throwable error) {
        JsonObject entry = entry(ANSWER, new JsonPrimitive(number));
        entry.addProperty(CALL, call);
        entry.addProperty(ERROR, String.valueOf(error.getMessage()));
        if (error instanceof LiveKitException known) {
            entry.addProperty(STATUS, known.status().orElse(0));
            entry.addProperty(CODE, known.code().orElse(""));
        }
        return entry;
    }

    static void settle(JsonObject entry, SingleEmitter<JsonElement> asked) {
        if (!entry.has(ERROR)) {
            asked.onSuccess(entry.get(VALUE));
            return;
        }
        String message = entry.get(ERROR).getAsString();
        asked.tryOnError(
                entry.has(STATUS)
                        ? LiveKitException.of(
                                entry.get(STATUS).getAsInt(), entry.get(CODE).getAsString(), message)
                        : new IllegalStateException(message));
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
