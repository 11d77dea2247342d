package io.github.streamlifecycle.livekit.room;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what {@link ByteSink} wrote. It throws a RuntimeException of whatever kind at bytes that it did not write. */
final class ByteSpring {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteBuffer bytes;
    private long lastMoment;

    ByteSpring(byte[] bytes, int from, int length) {
        this.bytes = ByteBuffer.wrap(bytes, from, length);
    }

    long number() {
        long number = 0;
        for (int shift = 0; ; shift += BITS) {
            byte next = bytes.get();
            number |= (long) (next & (MORE - 1)) << shift;
            if ((next & MORE) == 0) {
                return number;
            }
        }
    }

    long moment() {
        long written = number();
        if (written == 0) {
            return 0;
        }
        long distance = written - 1;
        lastMoment += (distance >>> 1) ^ -(distance & 1);
        return lastMoment;
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        return type.getEnumConstants()[bytes.get()];
    }

    String text() {
        byte[] encoded = new byte[length()];
        bytes.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    <E extends Enum<E>> @Nullable Reading<E> reading(Class<E> type) {
        long atMillis = moment();
        return atMillis == 0 ? null : new Reading<>(atMillis, constant(type));
    }

    <T> List<T> list(Supplier<T> each) {
        int length = length();
        List<T> all = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            all.add(each.get());
        }
        return all;
    }

    boolean isEmpty() {
        return !bytes.hasRemaining();
    }

    /** Nothing is longer than the bytes that are left. */
    private int length() {
        long length = number();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException("a length of " + length + " with " + bytes.remaining() + " bytes left");
        }
        return (int) length;
    }
}
