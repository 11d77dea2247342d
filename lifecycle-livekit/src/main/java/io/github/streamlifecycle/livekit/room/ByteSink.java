package io.github.streamlifecycle.livekit.room;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes what {@link ByteSpring} reads: numbers of variable length, moments as the distance from the one before. */
@SuppressWarnings("EnumOrdinal") // the enums say that their order is kept
final class ByteSink {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private long lastMoment;

    void number(long number) {
        long rest = number;
        while ((rest & -MORE) != 0) {
            bytes.write(((int) (rest & (MORE - 1))) | MORE);
            rest >>>= BITS;
        }
        bytes.write((int) rest);
    }

    /** A moment in milliseconds since the epoch, 0 for none. */
    void moment(long atMillis) {
        if (atMillis == 0) {
            number(0);
            return;
        }
        long distance = atMillis - lastMoment;
        number(((distance << 1) ^ (distance >> 63)) + 1);
        lastMoment = atMillis;
    }

    void constant(Enum<?> constant) {
        bytes.write(constant.ordinal());
    }

    void text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        bytes.writeBytes(encoded);
    }

    /** A moment without a sign is none. */
    void reading(@Nullable Reading<?> reading) {
        moment(reading == null ? 0 : reading.atMillis());
        if (reading != null) {
            constant(reading.sign());
        }
    }

    <T> void list(List<T> all, Consumer<T> each) {
        number(all.size());
        all.forEach(each);
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
