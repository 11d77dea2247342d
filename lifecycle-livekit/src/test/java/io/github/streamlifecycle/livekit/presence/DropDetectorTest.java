package io.github.streamlifecycle.livekit.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The detector on what was recorded at a real LiveKit server; times are milliseconds after the drop. */
class DropDetectorTest {
    private record Change(long atMillis, Presence presence) {}

    private static List<TransportSample> recorded(String file) {
        try (InputStream in = DropDetectorTest.class.getResourceAsStream("/recordings/" + file + ".csv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("-?\\d.*"))
                    .map(line -> Arrays.stream(line.split(","))
                            .limit(5)
                            .mapToLong(Long::parseLong)
                            .toArray())
                    .map(n -> new TransportSample(n[0], n[1], n[2], n[3], n[4], 1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Change> changes(List<TransportSample> samples) {
        List<Change> changes = new ArrayList<>();
        DropDetector detector = DropDetector.initial();
        for (TransportSample sample : samples) {
            Presence before = detector.presence().orElse(Presence.UP);
            detector = detector.on(sample);
            Presence after = detector.presence().orElseThrow();
            if (after != before) {
                changes.add(new Change(sample.atMillis(), after));
            }
        }
        return changes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats-healthy", "stats-frames-paused"})
    void quarterOfAnHourWithoutADropIsNeverSuspect(String file) {
        assertThat(recorded(file)).hasSizeGreaterThan(4_500);
        assertThat(changes(recorded(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"stats-cut, 1800", "stats-cut-outbound, 2600"})
    void cutIsSuspectInTimeAndStaysSo(String file, long inTimeMillis) {
        assertThat(changes(recorded(file))).singleElement().satisfies(change -> {
            assertThat(change.presence()).isEqualTo(Presence.SUSPECT);
            assertThat(change.atMillis()).isBetween(0L, inTimeMillis);
        });
    }

    @ParameterizedTest
    @CsvSource({"stats-cut-heals-3s, 3000", "stats-cut-heals-12s, 12000"})
    void healedCutIsUpWithTheFirstAnswer(String file, long healedMillis) {
        List<TransportSample> samples = recorded(file);
        long answers = samples.stream()
                .filter(sample -> sample.atMillis() <= 0)
                .reduce((first, last) -> last)
                .orElseThrow()
                .responsesReceived();
        long firstAnswer = samples.stream()
                .filter(sample -> sample.atMillis() >= healedMillis && sample.responsesReceived() > answers)
                .findFirst()
                .orElseThrow()
                .atMillis();
        assertThat(changes(samples)).hasSize(2).satisfies(changes -> {
            assertThat(changes.get(0).presence()).isEqualTo(Presence.SUSPECT);
            assertThat(changes.get(0).atMillis()).isBetween(0L, 1_800L);
            assertThat(changes.get(1).presence()).isEqualTo(Presence.UP);
            assertThat(changes.get(1).atMillis()).isBetween(firstAnswer, firstAnswer + 250);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 250, 350, 600})
    void answersThatTakeTheirTimeAreNoSign(long roundTripMillis) {
        List<TransportSample> faraway = new ArrayList<>();
        for (long at = 0; at < 600_000; at += 200) {
            long sent = at / 2_500;
            long answered = Math.max(0, at - roundTripMillis) / 2_500;
            faraway.add(new TransportSample(at, at / 1_000, at / 60, sent, answered, roundTripMillis));
        }
        assertThat(changes(faraway)).isEmpty();
    }

    @Test
    void gapInTheSamplesSaysNothing() {
        TransportSample before = new TransportSample(0, 10, 10, 1, 1, 1);
        TransportSample after = new TransportSample(3_600_000, 10, 11, 5, 1, 1);
        assertThat(changes(List.of(before, after))).isEmpty();
    }

    @Test
    void publisherThatSendsNothingIsNotSuspectedForTheSilence() {
        List<TransportSample> idle = new ArrayList<>();
        for (int at = 0; at < 10_000; at += 200) {
            idle.add(new TransportSample(at, 10, 10, 1, 1, 1));
        }
        assertThat(changes(idle)).isEmpty();
    }

    @Test
    void nothingIsKnownBeforeTheFirstSample() {
        assertThat(DropDetector.initial().presence()).isEmpty();
    }
}
