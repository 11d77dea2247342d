package io.github.streamlifecycle.livekit.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.presence.TransportSample.Checks;
import io.github.streamlifecycle.livekit.presence.TransportSample.Packets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The detector on what was recorded at a real LiveKit server; times are milliseconds after the drop. */
class DropDetectorTest {
    private static final DropThresholds DEFAULTS = DropThresholds.ofDefaults();

    private static final Duration UNANSWERED = DEFAULTS.unanswered();

    private record Change(long atMillis, Presence presence) {}

    private static TransportSample sample(long at, Packets packets, Checks checks) {
        return new TransportSample(at, packets, checks, DtlsState.CONNECTED);
    }

    private static List<TransportSample> recorded(String file) {
        try (InputStream in = DropDetectorTest.class.getResourceAsStream("/recordings/" + file + ".csv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.matches("-?\\d.*"))
                    .map(DropDetectorTest::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Columns: ms, packetsReceived, packetsSent, requestsSent, responsesReceived, dtlsState. */
    private static TransportSample parse(String line) {
        String[] column = line.split(",", -1);
        return new TransportSample(
                Long.parseLong(column[0]),
                new Packets(Long.parseLong(column[1]), Long.parseLong(column[2]), 0),
                new Checks(Long.parseLong(column[3]), Long.parseLong(column[4]), 1),
                DtlsState.valueOf(column[5].toUpperCase(Locale.ROOT)));
    }

    private static List<Change> changes(List<TransportSample> samples) {
        return changes(samples, DEFAULTS);
    }

    private static List<Change> changes(List<TransportSample> samples, DropThresholds thresholds) {
        List<Change> changes = new ArrayList<>();
        DropDetector detector = DropDetector.with(thresholds);
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
                .checks()
                .answered();
        long firstAnswer = samples.stream()
                .filter(sample ->
                        sample.atMillis() >= healedMillis && sample.checks().answered() > answers)
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
    @ValueSource(strings = {"stats-healthy", "stats-frames-paused"})
    void tenPercentLossIsNeverSuspect(String file) {
        for (int seed = 1; seed <= 20; seed++) {
            assertThat(changes(new Network(seed).losingTenPercent(recorded(file))))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"stats-healthy", "stats-frames-paused"})
    void jitterOf300MillisIsNeverSuspect(String file) {
        for (int seed = 1; seed <= 20; seed++) {
            assertThat(changes(new Network(seed).delayingUpTo300Millis(recorded(file))))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void cutOfALossyPathIsSuspectToo() {
        List<TransportSample> lossy = recorded("stats-cut").stream()
                .map(sample -> sample(
                        sample.atMillis(),
                        new Packets(
                                sample.packets().received(), sample.packets().sent(), sample.atMillis() < 0 ? 1 : 2),
                        sample.checks()))
                .toList();
        assertThat(changes(lossy))
                .singleElement()
                .satisfies(change -> assertThat(change.atMillis()).isBetween(0L, 3_500L));
    }

    /** The peer reports what the first cut lost; the second one comes six seconds after the first was mended. */
    @Test
    void secondCutIsSeenAsSoonAsTheFirst() {
        List<TransportSample> once = recorded("stats-cut-heals-3s").stream()
                .filter(sample -> sample.atMillis() <= 9_000)
                .toList();
        List<TransportSample> twice = new ArrayList<>();
        TransportSample end = once.get(once.size() - 1);
        TransportSample begin = once.get(0);
        for (int i = 0; i < 2; i++) {
            long later = i * (end.atMillis() - begin.atMillis() + 200);
            for (TransportSample one : once) {
                long reported = i * 50L + (one.atMillis() > 3_500 ? 50 : 0);
                twice.add(sample(
                        one.atMillis() + later,
                        new Packets(
                                one.packets().received()
                                        + i
                                                * (end.packets().received()
                                                        - begin.packets().received()
                                                        + 1),
                                one.packets().sent()
                                        + i
                                                * (end.packets().sent()
                                                        - begin.packets().sent()
                                                        + 1),
                                reported),
                        new Checks(
                                one.checks().sent()
                                        + i
                                                * (end.checks().sent()
                                                        - begin.checks().sent()),
                                one.checks().answered()
                                        + i
                                                * (end.checks().answered()
                                                        - begin.checks().answered()),
                                1)));
            }
        }
        long between = end.atMillis() - begin.atMillis() + 200;
        assertThat(changes(twice))
                .hasSize(4)
                .satisfies(changes ->
                        assertThat(changes.get(2).atMillis() - between).isBetween(0L, 1_800L));
    }

    @ParameterizedTest
    @ValueSource(longs = {50, 250, 350, 600})
    void answersThatTakeTheirTimeAreNoSign(long roundTripMillis) {
        List<TransportSample> faraway = new ArrayList<>();
        for (long at = 0; at < 600_000; at += 200) {
            long answered = Math.max(0, at - roundTripMillis) / 2_500;
            faraway.add(
                    sample(at, new Packets(at / 1_000, at / 60, 0), new Checks(at / 2_500, answered, roundTripMillis)));
        }
        assertThat(changes(faraway)).isEmpty();
    }

    @Test
    void gapInTheSamplesSaysNothing() {
        TransportSample before = sample(0, new Packets(10, 10, 0), new Checks(1, 1, 1));
        TransportSample after = sample(3_600_000, new Packets(10, 11, 0), new Checks(5, 1, 1));
        assertThat(changes(List.of(before, after))).isEmpty();
    }

    /** A thread that could not look for a while: of a garbage collection, or of a laptop that was suspended. */
    @ParameterizedTest
    @ValueSource(longs = {400, 800, 1_200, 3_000, 600_000})
    void samplesThatComeLateAreNoSign(long pauseMillis) {
        List<TransportSample> samples = recorded("stats-healthy");
        for (int second = 10; second < 880; second += 7) {
            long begins = second * 1_000L;
            List<TransportSample> paused = samples.stream()
                    .filter(one -> one.atMillis() < begins || one.atMillis() >= begins + pauseMillis)
                    .toList();
            assertThat(changes(paused)).isEmpty();
        }
    }

    @Test
    void publisherThatSendsNothingIsNotSuspected() {
        List<TransportSample> idle = new ArrayList<>();
        for (int at = 0; at < 10_000; at += 200) {
            idle.add(sample(at, new Packets(10, 10, 0), new Checks(1, 1, 1)));
        }
        assertThat(changes(idle)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = DtlsState.class,
            names = {"CLOSED", "FAILED"})
    void gracefulCloseIsSuspectWithTheFirstSampleThatSaysSo(DtlsState over) {
        TransportSample last = sample(0, new Packets(10, 10, 0), new Checks(1, 1, 1));
        TransportSample closed = new TransportSample(200, new Packets(11, 13, 0), new Checks(1, 1, 1), over);
        assertThat(changes(List.of(last, closed))).containsExactly(new Change(200, Presence.SUSPECT));
        assertThat(DropDetector.with(DEFAULTS).on(closed).isOver()).isTrue();
    }

    @Test
    void thresholdsAreTheCallers() {
        DropThresholds patient = new DropThresholds(Duration.ofSeconds(4), UNANSWERED, 2, 100);
        assertThat(changes(recorded("stats-cut"), patient))
                .singleElement()
                .satisfies(change -> assertThat(change.atMillis()).isBetween(2_000L, 4_200L));
    }

    @Test
    void thresholdsThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DropThresholds(Duration.ZERO, UNANSWERED, 2, 8))
                .withMessageContaining("PT0S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DropThresholds(Duration.ofSeconds(1), Duration.ofMillis(-1), 2, 8))
                .withMessageContaining("unanswered must be positive: PT-0.001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DropThresholds(Duration.ofSeconds(1), UNANSWERED, -1, 8))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DropThresholds(Duration.ofSeconds(1), UNANSWERED, 2, 0))
                .withMessageContaining("checks");
    }

    @Test
    void nothingIsKnownBeforeTheFirstSample() {
        assertThat(DropDetector.with(DEFAULTS).presence()).isEmpty();
    }
}
