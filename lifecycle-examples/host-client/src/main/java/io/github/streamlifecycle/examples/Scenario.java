package io.github.streamlifecycle.examples;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import java.time.Duration;
import java.util.Optional;

/**
 * What is to happen in a run.
 *
 * @param room the room to publish to
 * @param output where the egress goes: an rtmp(s) URL or a file path
 * @param dropAfter when to cut the network, counted from hosting; empty for never
 * @param healAfter when to mend it, counted from the cut; empty for never
 * @param grace for how long the host may be suspected gone
 */
record Scenario(
        String room, String output, Optional<Duration> dropAfter, Optional<Duration> healAfter, Duration grace) {
    private static final int SHOWN = 3;

    EgressRequest egress() {
        return output.contains("://")
                ? RoomCompositeEgress.grid().toRtmp(output)
                : RoomCompositeEgress.grid().toFile(output);
    }

    /** Without the stream key, of which as much is left as LiveKit itself shows. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("room", room);
        json.addProperty("output", output.contains("://") ? redacted(output) : output);
        dropAfter.ifPresent(after -> json.addProperty("dropAfterMillis", after.toMillis()));
        healAfter.ifPresent(after -> json.addProperty("healAfterMillis", after.toMillis()));
        json.addProperty("graceMillis", grace.toMillis());
        return json;
    }

    static Scenario of(JsonObject json) {
        return new Scenario(
                json.get("room").getAsString(),
                json.get("output").getAsString(),
                millis(json, "dropAfterMillis"),
                millis(json, "healAfterMillis"),
                millis(json, "graceMillis").orElseThrow());
    }

    private static Optional<Duration> millis(JsonObject json, String name) {
        return Optional.ofNullable(json.get(name)).map(value -> Duration.ofMillis(value.getAsLong()));
    }

    private static String redacted(String url) {
        int begin = url.lastIndexOf('/') + 1;
        String key = url.substring(begin);
        int shown = Math.min(SHOWN, key.length() / SHOWN);
        return url.substring(0, begin) + "{" + key.substring(0, shown) + "..." + key.substring(key.length() - shown)
                + "}";
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
