package io.github.streamlifecycle.livekit.server.guard;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** Writes what {@link Written} reads: numbers of variable length, texts and lists with their length before them. */
@SuppressWarnings("EnumOrdinal") // the enums say that their order is kept
final class Writing {
    private static final int MORE = 0x80;
    private static final int BITS = 7;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    void number(long number) {
        long rest = number;
        while ((rest & -MORE) != 0) {
            bytes.write(((int) (rest & (MORE - 1))) | MORE);
            rest >>>= BITS;
        }
        bytes.write((int) rest);
    }

    void flag(boolean flag) {
        bytes.write(flag ? 1 : 0);
    }

    void constant(Enum<?> constant) {
        bytes.write(constant.ordinal());
    }

    void bytes(byte[] all) {
        number(all.length);
        bytes.writeBytes(all);
    }

    void text(String text) {
        bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    <T> void list(List<T> all, Consumer<T> each) {
        number(all.size());
        all.forEach(each);
    }

    byte[] written() {
        return bytes.toByteArray();
    }
}
