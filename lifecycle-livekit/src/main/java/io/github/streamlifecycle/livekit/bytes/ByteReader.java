package io.github.streamlifecycle.livekit.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A reader of the bytes that {@link ByteWriter} wrote. Any other bytes cause a RuntimeException of any kind. */
public final class ByteReader {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteBuffer bytes;
    private long lastMoment;

    /**
     * Begins to read at the first byte.
     *
     * @param bytes the bytes, checked for damage by the caller
     * @param length the number of them that are read
     */
    public ByteReader(byte[] bytes, int length) {
        this.bytes = ByteBuffer.wrap(bytes, 0, length);
    }

    /**
     * Reads a number.
     *
     * @return the number
     */
    public long number() {
        long number = 0;
        for (int shift = 0; ; shift += BITS) {
            byte next = bytes.get();
            number |= (long) (next & (MORE - 1)) << shift;
            if ((next & MORE) == 0) {
                return number;
            }
        }
    }

    /**
     * Reads a time.
     *
     * @return the time in milliseconds since the epoch, 0 for none
     */
    public long moment() {
        long written = number();
        if (written == 0) {
            return 0;
        }
        long distance = written - 1;
        lastMoment += (distance >>> 1) ^ -(distance & 1);
        return lastMoment;
    }

    /**
     * Reads a flag.
     *
     * @return the flag
     */
    public boolean flag() {
        return bytes.get() != 0;
    }

    /**
     * Reads a constant of an enum.
     *
     * @param type the enum
     * @param <E> the enum
     * @return the constant
     */
    public <E extends Enum<E>> E constant(Class<E> type) {
        return type.getEnumConstants()[bytes.get()];
    }

    /**
     * Reads bytes with their length.
     *
     * @return the bytes
     */
    public byte[] bytes() {
        byte[] all = new byte[length()];
        bytes.get(all);
        return all;
    }

    /**
     * Reads a text.
     *
     * @return the text
     */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /**
     * Reads a list.
     *
     * @param each reads an element
     * @param <T> the type of the elements
     * @return the elements
     */
    public <T> List<T> list(Supplier<T> each) {
        int length = length();
        List<T> all = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            all.add(each.get());
        }
        return all;
    }

    /**
     * Returns whether all bytes were read.
     *
     * @return true if none is left
     */
    public boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /** Reads a length, which cannot exceed the number of bytes left. */
    private int length() {
        long length = number();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("a length of " + length + " with " + bytes.remaining() + " bytes left");
        }
        return (int) length;
    }
}
