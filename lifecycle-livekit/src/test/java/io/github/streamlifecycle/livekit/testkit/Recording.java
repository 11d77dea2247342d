package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** What the real server sent in one run, and when. */
record Recording(List<Line> lines) {
    record Line(Duration at, JsonObject webhook) {}

    static Recording of(String name) {
        return new Recording(jsonLines(name).stream()
                .map(line -> new Line(Duration.ofMillis(line.get("ms").getAsLong()), line.getAsJsonObject("webhook")))
                .toList());
    }

    static List<JsonObject> jsonLines(String name) {
        try (InputStream in = Recording.class.getResourceAsStream("/recordings/" + name + ".jsonl")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<JsonObject> webhooks() {
        return lines.stream().map(Line::webhook).toList();
    }

    Line first(String event) {
        return matching(event, webhook -> true).get(0);
    }

    Line last(String event) {
        List<Line> all = matching(event, webhook -> true);
        return all.get(all.size() - 1);
    }

    /** When a status of the egress was told. */
    Duration at(String status) {
        return lines.stream()
                .filter(line -> line.webhook().has("egressInfo"))
                .filter(line -> line.webhook().toString().contains("\"status\":\"" + status + "\""))
                .findFirst()
                .orElseThrow()
                .at();
    }

    /** When a participant left. */
    Duration left(String identity, int nth) {
        return matching("participant_left", webhook -> identityIn(webhook).equals(identity))
                .get(nth)
                .at();
    }

    private List<Line> matching(String event, Predicate<JsonObject> condition) {
        return lines.stream()
                .filter(line -> line.webhook().get("event").getAsString().equals(event))
                .filter(line -> condition.test(line.webhook()))
                .toList();
    }

    /** Whether it begins when the room had been there for a while. */
    boolean beginsInTheMiddle() {
        return !lines.get(0).webhook().get("event").getAsString().equals("room_started");
    }

    String room() {
        JsonObject webhook = lines.get(0).webhook();
        return webhook.has("room")
                ? webhook.getAsJsonObject("room").get("name").getAsString()
                : webhook.getAsJsonObject("egressInfo").get("roomName").getAsString();
    }

    String host() {
        return beginsInTheMiddle()
                ? "host"
                : identityIn(first("participant_joined").webhook());
    }

    private static String identityIn(JsonObject webhook) {
        return webhook.getAsJsonObject("participant").get("identity").getAsString();
    }

    Duration length() {
        return lines.get(lines.size() - 1).at();
    }
}
