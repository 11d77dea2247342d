package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import java.io.NotSerializableException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private final Wire wire = new Wire();

    static Stream<Sent> messages() {
        Observation.Origin origin = new Observation.Origin(Source.LEASE, RoomKey.named("røm"), 5_000);
        return Stream.of(
                new RoomMessage.Told(
                        new RoomEvent.Observed(new Observation.Sees(origin)), "10.0.0.1:25520", 1_795_521_720_719L),
                new RoomMessage.Resume(new byte[] {1, 2, 3}),
                new NeighbourMessage.RoomsAt(
                        "10.0.0.1:25520",
                        Map.of("røm", new byte[] {4, 5}, "other", new byte[0]),
                        List.of("gone", "gone too")),
                new NeighbourMessage.RoomsAt("10.0.0.1:25520", Map.of(), List.of()),
                new NeighbourMessage.Began("røm"),
                new NeighbourMessage.Shared("{\"type\":\"StopEnded\"}"),
                new SweepTurns.SweepSoon(),
                new NeighbourMessage.AmIThere("10.0.0.1:25520", 3),
                new NeighbourMessage.YouAreThere("10.0.0.2:25520", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void messageReadIsTheMessageWritten(Sent message) throws Exception {
        Object read = wire.fromBinary(wire.toBinary(message), wire.manifest(message));
        assertThat(read).usingRecursiveComparison().isEqualTo(message);
    }

    @Test
    void everyMessageIsWritten() {
        Stream<Class<?>> sent = Stream.of(RoomMessage.class, NeighbourMessage.class, SweepTurns.Command.class)
                .flatMap(type -> Stream.concat(
                        Arrays.stream(type.getDeclaredClasses()),
                        type.isSealed() ? Arrays.stream(type.getPermittedSubclasses()) : Stream.empty()))
                .filter(Sent.class::isAssignableFrom);
        assertThat(messages().map(Object::getClass).distinct().toList())
                .containsExactlyInAnyOrderElementsOf(sent.distinct().toList());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void tornMessageIsRefused(Sent message) {
        byte[] bytes = wire.toBinary(message);
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> wire.fromBinary(torn, wire.manifest(message)))
                    .isInstanceOf(NotSerializableException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> wire.fromBinary(longer, wire.manifest(message)))
                .isInstanceOf(NotSerializableException.class);
    }

    @Test
    void unknownVersionIsRefused() {
        byte[] newer = wire.toBinary(new NeighbourMessage.Began("room"));
        newer[0] = 2;
        assertThatThrownBy(() -> wire.fromBinary(newer, "B"))
                .isInstanceOf(NotSerializableException.class)
                .hasMessage("message B of unknown version 2");
    }

    @Test
    void unknownMessageIsRefused() {
        byte[] bytes = wire.toBinary(new SweepTurns.SweepSoon());
        assertThatThrownBy(() -> wire.fromBinary(bytes, "java.lang.Runtime"))
                .isInstanceOf(NotSerializableException.class);
        assertThatThrownBy(() -> wire.manifest("text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oversizedMessageIsNeitherSentNorRead() {
        NeighbourMessage.Shared large = new NeighbourMessage.Shared("x".repeat(Wire.MOST_BYTES));
        assertThatThrownBy(() -> wire.toBinary(large)).isInstanceOf(IllegalArgumentException.class);
        byte[] bytes = new byte[Wire.MOST_BYTES + 1];
        bytes[0] = Wire.VERSION;
        assertThatThrownBy(() -> wire.fromBinary(bytes, "E")).isInstanceOf(NotSerializableException.class);
    }
}
