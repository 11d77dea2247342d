package io.github.streamlifecycle.examples.guard.watch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.Consumer;

/** Writes the body of a message, which {@link FieldReader} reads. */
final class FieldWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    FieldWriter(int type) {
        bytes.write(type);
    }

    FieldWriter number(long number) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return this;
    }

    FieldWriter text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        number(encoded.length);
        bytes.writeBytes(encoded);
        return this;
    }

    FieldWriter constant(Enum<?> constant) {
        return text(constant.name());
    }

    <T> FieldWriter all(Collection<T> all, Consumer<T> each) {
        number(all.size());
        all.forEach(each);
        return this;
    }

    byte[] body() {
        return bytes.toByteArray();
    }
}
