package io.github.streamlifecycle.examples.guard.watch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The frames of messages on a pipe: the length of the body in four bytes, then the body.
 *
 * <p>Text that native code prints in between is found out at once: read as a length, any four printable characters exceed
 * the bound.
 */
final class Frames {
    /** LiveKit bounds a participant's metadata and attributes to 64 KiB each. */
    static final int LONGEST_BODY = 1 << 20;

    private Frames() {}

    static void write(OutputStream out, byte[] body) throws IOException {
        if (body.length == 0 || body.length > LONGEST_BODY) {
            throw new BadMessageException("a message of " + body.length + " bytes cannot be sent");
        }
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(body.length);
        data.write(body);
        data.flush();
    }

    /**
     * Reads the next frame.
     *
     * @return its body; empty if the pipe has ended after a whole frame
     * @throws BadMessageException if the length is out of bounds, or the pipe ended within a frame
     */
    static Optional<byte[]> read(InputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        DataInputStream data = new DataInputStream(in);
        try {
            int length = first << 24 | data.readUnsignedByte() << 16 | data.readUnsignedShort();
            if (length <= 0 || length > LONGEST_BODY) {
                throw new BadMessageException("a message of " + length + " bytes");
            }
            byte[] body = new byte[length];
            data.readFully(body);
            return Optional.of(body);
        } catch (EOFException torn) {
            throw new BadMessageException("the pipe ended within a message");
        }
    }
}
