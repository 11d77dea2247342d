package io.github.streamlifecycle.livekit.bytes;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * A writer of the format that {@link ByteReader} reads: numbers of variable length, and times as the distance from the
 * one before.
 */
@SuppressWarnings("EnumOrdinal") // the enums say that their order is kept
public final class ByteWriter {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private long lastMoment;

    /** Begins with no byte. */
    public ByteWriter() {}

    /**
     * Writes a number, a small one in one byte.
     *
     * @param number the number; a negative one takes ten bytes
     */
    public void number(long number) {
        long rest = number;
        while ((rest & -MORE) != 0) {
            bytes.write(((int) (rest & (MORE - 1))) | MORE);
            rest >>>= BITS;
        }
        bytes.write((int) rest);
    }

    /**
     * Writes a time.
     *
     * @param atMillis the time in milliseconds since the epoch, 0 for none
     */
    public void moment(long atMillis) {
        if (atMillis == 0) {
            number(0);
            return;
        }
        long distance = atMillis - lastMoment;
        number(((distance << 1) ^ (distance >> 63)) + 1);
        lastMoment = atMillis;
    }

    /**
     * Writes a flag.
     *
     * @param flag the flag
     */
    public void flag(boolean flag) {
        bytes.write(flag ? 1 : 0);
    }

    /**
     * Writes a constant of an enum of at most 128 constants, by its place among them.
     *
     * @param constant the constant
     */
    public void constant(Enum<?> constant) {
        bytes.write(constant.ordinal());
    }

    /**
     * Writes bytes with their length.
     *
     * @param all the bytes
     */
    public void bytes(byte[] all) {
        number(all.length);
        bytes.writeBytes(all);
    }

    /**
     * Writes a text in UTF-8.
     *
     * @param text the text
     */
    public void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes a list.
     *
     * @param all the elements
     * @param each writes an element
     * @param <T> the type of the elements
     */
    public <T> void list(List<T> all, Consumer<T> each) {
        number(all.size());
        all.forEach(each);
    }

    /**
     * Returns all that was written.
     *
     * @return the bytes
     */
    public byte[] written() {
        return bytes.toByteArray();
    }
}
