package io.github.streamlifecycle.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Fusion.LeaseState;
import io.github.streamlifecycle.livekit.room.Fusion.MediaState;
import io.github.streamlifecycle.livekit.room.Fusion.StayState;
import io.github.streamlifecycle.livekit.room.Fusion.Voice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the fusion has every line once and says what DESIGN promises of it. */
class FusionTest {
    static Stream<Arguments> everyCase() {
        return Stream.of(StayState.values())
                .flatMap(stay -> Stream.of(MediaState.values())
                        .flatMap(media ->
                                Stream.of(LeaseState.values()).map(lease -> Arguments.of(stay, media, lease))));
    }

    @Test
    void everyLineIsThereOnce() {
        List<String> lines = Fusion.TABLE
                .lines()
                .skip(2)
                .map(line -> line.replace(" ", "").substring(1))
                .toList();
        List<String> expected = Stream.of(StayState.values())
                .flatMap(stay -> Stream.of(MediaState.values()).map(media -> stay + "|" + media + "|"))
                .toList();

        assertThat(lines).hasSameSizeAs(expected);
        assertThat(expected)
                .allSatisfy(start -> assertThat(lines)
                        .filteredOn(line -> line.startsWith(start))
                        .hasSize(1));
    }

    @Test
    void columnsAreThoseOfTheLease() {
        String header = Fusion.TABLE.lines().findFirst().orElseThrow();

        assertThat(header.replace("lease UNKNOWN", "UNKNOWN").split("\\W+"))
                .containsSubsequence(
                        Stream.of(LeaseState.values()).map(Enum::name).toArray(String[]::new));
    }

    @Test
    void pageShowsTheTable() throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "fusion.md"))).contains(Fusion.TABLE);
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void everyCaseIsRuled(StayState stay, MediaState media, LeaseState lease) {
        Fusion.Ruling ruling = Fusion.of(stay, media, lease);

        boolean unheard = stay == StayState.UNHEARD && lease == LeaseState.RENEWED;
        boolean silent = (stay == StayState.UNKNOWN || stay == StayState.UNHEARD) && lease == LeaseState.UNKNOWN;
        boolean nobodyKnows = media == MediaState.UNKNOWN && (silent || unheard);
        assertThat(ruling.presence() == null).isEqualTo(nobodyKnows);
        assertThat(ruling.voice() == Voice.MEDIA && media == MediaState.UNKNOWN).isFalse();
        assertThat(ruling.voice() == Voice.LEASE && lease == LeaseState.UNKNOWN).isFalse();
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void downIsOnlyWhatIsCertain(StayState stay, MediaState media, LeaseState lease) {
        boolean certain = stay == StayState.GONE || lease == LeaseState.GOODBYE;
        boolean unlisted = stay == StayState.MISSING && media != MediaState.FLOW && lease != LeaseState.RENEWED;

        assertThat(Fusion.of(stay, media, lease).presence() == Presence.DOWN).isEqualTo(certain || unlisted);
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void flowingMediaOutweighDoubts(StayState stay, MediaState media, LeaseState lease) {
        if (media == MediaState.FLOW && stay != StayState.GONE && lease != LeaseState.GOODBYE) {
            assertThat(Fusion.of(stay, media, lease).presence()).isEqualTo(Presence.UP);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StayState.class,
            names = {"UNKNOWN", "UNHEARD", "THERE", "DOUBTFUL"})
    void blindnessIsNeverDown(StayState stay) {
        for (MediaState media : MediaState.values()) {
            assertThat(Fusion.of(stay, media, LeaseState.UNKNOWN).presence()).isNotEqualTo(Presence.DOWN);
        }
        for (LeaseState lease : List.of(LeaseState.UNKNOWN, LeaseState.RENEWED, LeaseState.DOUBTFUL)) {
            assertThat(Fusion.of(stay, MediaState.UNKNOWN, lease).presence()).isNotEqualTo(Presence.DOWN);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StayState.class,
            names = {"UNKNOWN", "UNHEARD", "THERE"})
    void blindnessIsNoSuspicion(StayState stay) {
        assertThat(Fusion.of(stay, MediaState.UNKNOWN, LeaseState.UNKNOWN).presence())
                .isNotEqualTo(Presence.SUSPECT);
    }
}
