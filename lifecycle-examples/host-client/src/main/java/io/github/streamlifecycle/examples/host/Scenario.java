package io.github.streamlifecycle.examples.host;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import java.time.Duration;
import java.util.Optional;

/**
 * The scenario of a run.
 *
 * @param room the room to publish to
 * @param output the destination of the egress: an rtmp:// or rtmps:// URL, or a file path
 * @param dropAfter when to cut the network, counted from when the host is hosting; empty for never
 * @param healAfter when to mend it, counted from the cut; empty for never
 * @param grace how long a drop may last before the egress is stopped
 */
record Scenario(
        String room, String output, Optional<Duration> dropAfter, Optional<Duration> healAfter, Duration grace) {
    private static final int SHOWN = 3;

    EgressRequest egress() {
        return isUrl()
                ? RoomCompositeEgress.grid().toRtmp(output)
                : RoomCompositeEgress.grid().toFile(output);
    }

    /** Returns a text without the stream key of the output, if it contains that. */
    String withoutStreamKey(String text) {
        return isUrl() ? text.replace(output, redacted(output)).replace(key(output), redacted(key(output))) : text;
    }

    private boolean isUrl() {
        return output.contains("://");
    }

    /** Returns the scenario without the stream key, of which as much is left as LiveKit itself shows. */
    JsonObject toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("room", room);
        json.addProperty("output", isUrl() ? redacted(output) : output);
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
        String key = key(url);
        int shown = Math.min(SHOWN, key.length() / SHOWN);
        return url.substring(0, url.length() - key.length()) + "{" + key.substring(0, shown) + "..."
                + key.substring(key.length() - shown) + "}";
    }

    private static String key(String url) {
        return url.substring(url.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return toJson().toString();
    }
}
