package io.github.streamlifecycle.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The real server's webhooks, replayed: the presence of the host over time, in milliseconds after the first event. */
class RecordingsReplayTest {
    /** A run, and the presence of its host at each change. */
    record Run(String name, String timeline) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Run> runs() {
        return Stream.of(
                new Run("browser-host_killed", """
                        0 - NOTHING_KNOWN
                        286 UP PUBLISHES
                        31147 UP CONNECTED idle
                        31149 DOWN CONNECTION_LOST
                        51406 DOWN ROOM_FINISHED"""),
                new Run("browser-host_offline-30s-and-back", """
                        0 - NOTHING_KNOWN
                        370 UP PUBLISHES
                        31220 UP CONNECTED idle
                        31221 DOWN CONNECTION_LOST
                        42432 UP CONNECTED idle
                        42485 UP PUBLISHES
                        91448 UP CONNECTED idle
                        91451 DOWN CONNECTION_LOST
                        112120 DOWN ROOM_FINISHED"""),
                new Run("browser-host_offline-75s-and-back", """
                        0 - NOTHING_KNOWN
                        253 UP PUBLISHES
                        31110 UP CONNECTED idle
                        31113 DOWN CONNECTION_LOST
                        51638 DOWN ROOM_FINISHED
                        90113 - NOTHING_KNOWN
                        90194 UP PUBLISHES
                        151139 UP CONNECTED idle
                        151142 DOWN CONNECTION_LOST
                        171629 DOWN ROOM_FINISHED"""),
                new Run("host-rejoins-with-same-identity", """
                        0 - NOTHING_KNOWN
                        116 UP PUBLISHES
                        9577 UP CONNECTED idle
                        9580 UP JOINED_AGAIN idle
                        9701 UP CONNECTED idle
                        9704 UP PUBLISHES
                        49797 UP CONNECTED idle
                        49800 DOWN CONNECTION_LOST
                        69789 DOWN ROOM_FINISHED"""),
                new Run("participant-egress_host-killed", """
                        0 - NOTHING_KNOWN
                        74 UP PUBLISHES
                        26232 UP CONNECTED idle
                        26253 DOWN CONNECTION_LOST
                        46750 DOWN ROOM_FINISHED"""),
                new Run("room-composite_host-killed_alone", """
                        0 - NOTHING_KNOWN
                        142 UP PUBLISHES
                        30237 UP CONNECTED idle
                        30239 DOWN CONNECTION_LOST
                        50539 DOWN ROOM_FINISHED"""),
                new Run("room-composite_host-killed_viewer-stays", """
                        0 - NOTHING_KNOWN
                        48 UP PUBLISHES
                        28234 UP CONNECTED idle
                        28237 DOWN CONNECTION_LOST
                        236136 DOWN ROOM_FINISHED"""),
                new Run("room-composite_host-leaves", """
                        0 - NOTHING_KNOWN
                        48 UP PUBLISHES
                        11697 UP CONNECTED idle
                        11701 DOWN LEFT
                        31616 DOWN ROOM_FINISHED"""),
                new Run("room-composite_rtmp_stopped", "1834 - NOTHING_KNOWN"),
                new Run("room-composite_rtmp_unreachable", "1502 - NOTHING_KNOWN"),
                new Run("room-composite_stopped-while-starting-1", """
                        0 - NOTHING_KNOWN
                        55 UP PUBLISHES
                        28220 UP CONNECTED idle
                        28226 DOWN CONNECTION_LOST
                        48657 DOWN ROOM_FINISHED"""),
                new Run("room-composite_stopped-while-starting-2", """
                        0 - NOTHING_KNOWN
                        53 UP PUBLISHES
                        28223 UP CONNECTED idle
                        28225 DOWN CONNECTION_LOST
                        48632 DOWN ROOM_FINISHED"""),
                new Run("room-composite_stopped-while-starting-3", """
                        0 - NOTHING_KNOWN
                        36 UP PUBLISHES
                        28223 UP CONNECTED idle
                        28224 DOWN CONNECTION_LOST
                        48784 DOWN ROOM_FINISHED"""),
                new Run("start-timed-out-at-client_stopped-later", """
                        0 - NOTHING_KNOWN
                        57 UP PUBLISHES
                        22226 UP CONNECTED idle
                        22228 DOWN CONNECTION_LOST"""),
                new Run("track-egress_host-killed", """
                        0 - NOTHING_KNOWN
                        101 UP PUBLISHES
                        24226 UP CONNECTED idle
                        24234 DOWN CONNECTION_LOST
                        44070 DOWN ROOM_FINISHED"""),
                new Run("worker-killed", """
                        0 - NOTHING_KNOWN
                        59 UP PUBLISHES
                        86257 UP CONNECTED idle
                        86259 DOWN CONNECTION_LOST
                        106224 DOWN ROOM_FINISHED"""));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theHostIsSeenOverTime(Run run) {
        List<String> timeline = new ArrayList<>();
        List<RecordedWebhooks.Line> lines = RecordedWebhooks.of(run.name());
        RoomView view = emptyViewOf(lines);
        String before = "";
        for (RecordedWebhooks.Line line : lines) {
            view = see(view, line.observation());
            String now = words(view.host());
            if (!now.equals(before)) {
                timeline.add(line.ms() + " " + now);
            }
            before = now;
        }

        assertThat(String.join("\n", timeline)).isEqualTo(run.timeline());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theOrderOfDeliveryIsNothing(Run run) {
        List<RecordedWebhooks.Line> lines = RecordedWebhooks.of(run.name());
        List<Observation> happened =
                lines.stream().map(RecordedWebhooks.Line::observation).toList();
        Known expected = Known.of(replayed(emptyViewOf(lines), happened), happened);

        for (int seed = 0; seed < 200; seed++) {
            List<Observation> order = new ArrayList<>(happened);
            order.addAll(happened.subList(0, seed % happened.size()));
            Collections.shuffle(order, new Random(seed));
            assertThat(Known.of(replayed(emptyViewOf(lines), order), happened))
                    .as("seed %d", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyRecordingIsReplayed() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/recordings"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".jsonl") && !name.equals("twirp.jsonl"))
                            .map(name -> name.substring(0, name.length() - ".jsonl".length())))
                    .containsExactlyInAnyOrderElementsOf(runs().map(Run::name).toList());
        }
    }

    @Test
    void aTrackLeadsToItsHost() {
        List<RecordedWebhooks.Line> lines = RecordedWebhooks.of("track-egress_host-killed");
        Observation.TrackPublished published = lines.stream()
                .map(RecordedWebhooks.Line::observation)
                .filter(Observation.TrackPublished.class::isInstance)
                .map(Observation.TrackPublished.class::cast)
                .findFirst()
                .orElseThrow();
        RoomView view = emptyViewOf(lines);
        List<Optional<Presence>> seen = new ArrayList<>();
        for (RecordedWebhooks.Line line : lines) {
            view = see(view, line.observation());
            seen.add(view.publisherOf(List.of(published.trackSid())).presence());
        }

        assertThat(seen.stream().distinct())
                .containsExactly(Optional.empty(), Optional.of(Presence.UP), Optional.of(Presence.DOWN));
    }

    private static RoomView emptyViewOf(List<RecordedWebhooks.Line> lines) {
        return RoomView.of(lines.get(0).observation().origin().room().name(), HostRule.anyPublisher());
    }

    private static RoomView replayed(RoomView view, List<Observation> observations) {
        RoomView replayed = view;
        for (Observation observation : observations) {
            replayed = see(replayed, observation);
        }
        return replayed;
    }

    private static RoomView see(RoomView view, Observation observation) {
        return view.on(observation, observation.origin().atMillis());
    }

    private static String words(Sighting sighting) {
        Object presence = sighting.presence().map(Objects::toString).orElse("-");
        return presence + " " + sighting.reason() + (sighting.idleSinceMillis().isPresent() ? " idle" : "");
    }
}
