package io.github.streamlifecycle.livekit.bytes;

import java.util.function.Function;

/**
 * The written form of a kind of value: a byte for the version, then the parts of the value. What is of another version, torn,
 * or longer than the value is refused.
 *
 * @param name the kind of value, for messages
 * @param version the version that is written and read, below 128
 */
public record Form(String name, byte version) {
    /**
     * Begins to write a value.
     *
     * @return a writer for the parts of the value
     */
    public ByteWriter begin() {
        ByteWriter out = new ByteWriter();
        out.number(version);
        return out;
    }

    /**
     * Reads a value.
     *
     * @param bytes all bytes of the value
     * @param value reads the parts of the value
     * @param <T> the type of the value
     * @return the value
     * @throws IllegalArgumentException if the bytes are something else, or of another version
     */
    public <T> T read(byte[] bytes, Function<ByteReader, T> value) {
        if (bytes.length > 0 && bytes[0] != version) {
            throw new IllegalArgumentException(name + " of unknown version " + bytes[0]);
        }
        try {
            ByteReader in = new ByteReader(bytes, bytes.length);
            in.number();
            T read = value.apply(in);
            if (!in.isEmpty()) {
                throw new IllegalArgumentException("more bytes than it has");
            }
            return read;
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no " + name + ": " + bytes.length + " bytes", e);
        }
    }
}
