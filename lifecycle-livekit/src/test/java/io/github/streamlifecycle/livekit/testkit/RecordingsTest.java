package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The double sends what the real server was recorded to send, when the same is done to it: events, fields, their order
 * and their values, in order for each egress and for each room.
 */
class RecordingsTest {
    private static final Map<String, Consumer<Replay>> CAUSES = new TreeMap<>(Map.ofEntries(
            Map.entry("browser-host_killed", RecordingsTest::browserHostIsKilled),
            Map.entry("browser-host_offline-30s-and-back", RecordingsTest::browserHostIsOffline30Seconds),
            Map.entry("browser-host_offline-75s-and-back", RecordingsTest::browserHostIsOffline75Seconds),
            Map.entry("host-rejoins-with-same-identity", RecordingsTest::hostRejoins),
            Map.entry("participant-egress_host-killed", RecordingsTest::hostIsKilled),
            Map.entry("room-composite_host-killed_alone", RecordingsTest::hostIsKilled),
            Map.entry("room-composite_host-killed_viewer-stays", RecordingsTest::hostIsKilledAndViewerStays),
            Map.entry("room-composite_host-leaves", RecordingsTest::hostLeaves),
            Map.entry("room-composite_rtmp_stopped", RecordingsTest::stopped),
            Map.entry("room-composite_rtmp_unreachable", RecordingsTest::unreachable),
            Map.entry("room-composite_stopped-while-starting-1", RecordingsTest::stoppedWhileStarting),
            Map.entry("room-composite_stopped-while-starting-2", RecordingsTest::stoppedWhileStarting),
            Map.entry("room-composite_stopped-while-starting-3", RecordingsTest::stoppedWhileStarting),
            Map.entry("start-timed-out-at-client_stopped-later", RecordingsTest::stoppedAndHostKilled),
            Map.entry("track-egress_host-killed", RecordingsTest::hostIsKilled),
            Map.entry("worker-killed", RecordingsTest::workerIsKilled)));

    static Stream<String> recordings() {
        return CAUSES.keySet().stream();
    }

    private static void browserHostIsKilled(Replay replay) {
        dropLast(replay, replay.browserHost(), Client.BROWSER_HOST);
    }

    private static void browserHostIsOffline30Seconds(Replay replay) {
        RoomMember host = replay.browserHost();
        replay.dropBefore(host, replay.recording.left(replay.recording.host(), 0), Client.BROWSER_HOST.leftAfterDrop);
        replay.at(replay.recording.last("participant_joined").at().minusMillis(1_900), host::heal);
        dropLast(replay, host, Client.BROWSER_HOST);
    }

    private static void browserHostIsOffline75Seconds(Replay replay) {
        RoomMember host = replay.browserHost();
        replay.dropBefore(host, replay.recording.left(replay.recording.host(), 0), Client.BROWSER_HOST.leftAfterDrop);
        replay.at(replay.recording.last("room_started").at().minusMillis(700), host::heal);
        dropLast(replay, host, Client.BROWSER_HOST);
    }

    private static void hostRejoins(Replay replay) {
        replay.whipHost();
        replay.at(
                replay.recording.first("track_unpublished").at(),
                () -> dropLast(replay, replay.whipHost(), Client.WHIP_HOST));
    }

    private static void hostIsKilled(Replay replay) {
        dropLast(replay, replay.whipHost(), Client.WHIP_HOST);
        replay.start();
    }

    private static void hostIsKilledAndViewerStays(Replay replay) {
        hostIsKilled(replay);
        replay.stopAt(replay.recording.at("EGRESS_ENDING"));
        replay.viewerFrom(Duration.ofMillis(1_155), replay.recording.left("viewer", 0));
    }

    private static void hostLeaves(Replay replay) {
        RoomMember host = replay.whipHost();
        replay.start();
        replay.at(replay.recording.first("track_unpublished").at(), host::leave);
    }

    private static void stopped(Replay replay) {
        replay.whipHost();
        replay.start();
        replay.stopAt(replay.recording.at("EGRESS_ENDING"));
    }

    private static void unreachable(Replay replay) {
        replay.whipHost();
        replay.next(NextEgress.OUTPUT_UNREACHABLE);
        replay.start();
    }

    /** The third is stopped after its recorder has joined, and so for another reason than the first two. */
    private static void stoppedWhileStarting(Replay replay) {
        hostIsKilled(replay);
        replay.stopAt(replay.recording.at("EGRESS_ABORTED"));
    }

    private static void stoppedAndHostKilled(Replay replay) {
        hostIsKilled(replay);
        replay.stopAt(replay.recording.at("EGRESS_ENDING"));
    }

    private static void workerIsKilled(Replay replay) {
        replay.next(NextEgress.WORKER_DIES);
        hostIsKilled(replay);
    }

    private static void dropLast(Replay replay, RoomMember host, Client client) {
        replay.dropBefore(host, replay.recording.last("track_unpublished").at(), client.leftAfterDrop);
    }

    @Test
    void everyRecordingIsReplayed() throws Exception {
        Path folder = Path.of(
                Objects.requireNonNull(getClass().getResource("/recordings")).toURI());
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".jsonl") && !file.equals("twirp.jsonl"))
                            .map(file -> file.replace(".jsonl", "")))
                    .containsExactlyInAnyOrderElementsOf(CAUSES.keySet());
        }
        assertThat(CAUSES).hasSize(16);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void webhooksAreTheRecordedOnes(String name) throws Exception {
        Recording recording = Recording.of(name);
        List<JsonObject> sent = Replay.of(recording, Objects.requireNonNull(CAUSES.get(name)));
        assertThat(String.join("\n", likeness(sent))).isEqualTo(String.join("\n", likeness(recording.webhooks())));
    }

    /** First what was told of the room, then what was told of the egress: there is no order between the two. */
    private static List<String> likeness(List<JsonObject> webhooks) {
        Likeness likeness = new Likeness();
        List<String> all = new ArrayList<>();
        webhooks.stream()
                .filter(webhook -> !webhook.has("egressInfo"))
                .forEach(webhook -> all.addAll(likeness.of(withoutRace(webhook))));
        webhooks.stream()
                .filter(webhook -> webhook.has("egressInfo"))
                .forEach(webhook -> all.addAll(likeness.of(webhook)));
        return all;
    }

    /**
     * The real server tells that a WHIP host has joined while it begins to publish: its tracks may be there already,
     * may lack their details, and may be there without isPublisher. The recordings have five mixtures of these.
     */
    private static JsonObject withoutRace(JsonObject webhook) {
        JsonObject copy = webhook.deepCopy();
        if (webhook.get("event").getAsString().equals("participant_joined")) {
            copy.getAsJsonObject("participant").remove("tracks");
            copy.getAsJsonObject("participant").remove("isPublisher");
        }
        return copy;
    }
}
