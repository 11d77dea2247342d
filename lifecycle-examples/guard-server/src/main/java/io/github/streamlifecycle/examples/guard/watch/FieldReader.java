package io.github.streamlifecycle.examples.guard.watch;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the body of a message that {@link FieldWriter} wrote. Its memory is bounded by the length of the body. */
final class FieldReader {
    private final ByteBuffer bytes;

    private FieldReader(byte[] body) {
        this.bytes = ByteBuffer.wrap(body);
    }

    /** A part of a message. */
    interface Part<T> {
        T read(FieldReader fields, int type) throws BadMessageException;
    }

    /** An element of a list. */
    interface Element<T> {
        T read() throws BadMessageException;
    }

    /** Reads a whole message, of which nothing may be left over. */
    static <T> T message(byte[] body, Part<T> whole) throws BadMessageException {
        FieldReader fields = new FieldReader(body);
        try {
            T message = whole.read(fields, fields.bytes.get());
            if (fields.bytes.hasRemaining()) {
                throw new BadMessageException(fields.bytes.remaining() + " bytes after the message");
            }
            return message;
        } catch (BufferUnderflowException tooShort) {
            throw new BadMessageException("the message is too short");
        } catch (IllegalArgumentException | ArithmeticException refused) {
            throw new BadMessageException("a field of the message is not valid");
        }
    }

    long number() {
        return bytes.getLong();
    }

    String text() throws BadMessageException {
        byte[] encoded = new byte[length()];
        bytes.get(encoded);
        return new String(encoded, StandardCharsets.UTF_8);
    }

    <E extends Enum<E>> E constant(Class<E> type) throws BadMessageException {
        return Enum.valueOf(type, text());
    }

    <T> List<T> all(Element<T> each) throws BadMessageException {
        int length = length();
        List<T> all = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            all.add(each.read());
        }
        return all;
    }

    /** Every byte of a text and every element of a list takes at least one byte. */
    private int length() throws BadMessageException {
        long length = number();
        if (length < 0 || length > bytes.remaining()) {
            throw new BadMessageException("a length of " + length + " with " + bytes.remaining() + " bytes left");
        }
        return (int) length;
    }
}
