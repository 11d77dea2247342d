package io.github.streamlifecycle.livekit.server.guard;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads what {@link Writing} wrote. It throws a RuntimeException of whatever kind at bytes that it did not write. */
final class Written {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteBuffer bytes;

    Written(byte[] bytes, int length) {
        this.bytes = ByteBuffer.wrap(bytes, 0, length);
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

    boolean flag() {
        return bytes.get() != 0;
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        return type.getEnumConstants()[bytes.get()];
    }

    byte[] bytes() {
        byte[] all = new byte[length()];
        bytes.get(all);
        return all;
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
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
