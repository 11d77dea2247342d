package io.github.streamlifecycle.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A view can be written down and read back, and nothing else can be read. */
class RoomViewBytesTest {
    private static final HostRule ANY = HostRule.anyPublisher();

    private final SeenRoom room = SeenRoom.created();
    private final Guest host = Guest.of("host", 1).publishing("TR_1");
    private final RoomView view = SeenRoom.viewOf(
            ANY,
            room.joined(host),
            room.listed(9, host),
            room.media(host, 10, MediaSign.FLOWS),
            room.lease("host", 11, LeaseSign.RENEWED),
            room.left(host, 12, LeftReason.DUPLICATE_IDENTITY),
            room.finished(20),
            room.blind(Source.LEASE, 21));

    @Test
    void whatIsWrittenIsReadBack() {
        RoomView read = RoomView.fromBytes(view.toBytes(), ANY);

        assertThat(read).isEqualTo(view).hasSameHashCodeAs(view).hasToString(view.toString());
        assertThat(read.host()).isEqualTo(view.host());
    }

    @Test
    void emptyViewIsReadBack() {
        RoomView empty = RoomView.of("räume/🙂", ANY);

        assertThat(RoomView.fromBytes(empty.toBytes(), ANY)).isEqualTo(empty);
    }

    @Test
    void everyTornFormIsRefused() {
        byte[] bytes = view.toBytes();

        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RoomView.fromBytes(torn, ANY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("damaged view of a room");
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> RoomView.fromBytes(longer, ANY)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyFlippedBitIsRefused() {
        byte[] bytes = view.toBytes();

        for (int bit = 0; bit < bytes.length * Byte.SIZE; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            assertThatThrownBy(() -> RoomView.fromBytes(flipped, ANY)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void unknownVersionIsNamed() {
        byte[] bytes = view.toBytes();
        bytes[0] = 9;

        assertThatThrownBy(() -> RoomView.fromBytes(bytes, ANY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("view of a room of unknown version 9");
    }

    /** Bytes of the first release, which every later one has to read. */
    @Test
    void firstVersionStaysReadable() {
        byte[] bytes = HexFormat.of()
                .parseHex("0204726f6f6d8185eeb9c06804524d5f3100c1b80204524d5f3100f0ab0100f1ab01f0ab01d10f"
                        + "d10f000000a19c010104686f7374c0b80204524d5f31a19c010100010a50415f686f7374312e30"
                        + "a09c01010100817df12e02a01f01a11f0002010454525f310a50415f686f7374312e30f0ab0181"
                        + "7d00d83ca895");

        assertThat(RoomView.fromBytes(bytes, ANY)).isEqualTo(view);
    }
}
