package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What replicas send each other, as bytes: a byte for the version, then the parts of the record. The manifest is one of the letters
 * below. What is of another version, unknown or too large is refused with a warning, and the sender goes on as after any message
 * that is lost.
 */
public final class Wire extends SerializerWithStringManifest {
    static final byte VERSION = 1;
    /** The number of bytes up to which a message is read; an event of a room may have 256 KiB of them. */
    static final int MOST_BYTES = 320 * 1_024;

    private static final int IDENTIFIER = 20_260;

    /** Creates the serializer; the engine does. */
    public Wire() {}

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        if (message instanceof RoomMessage.Told) {
            return "T";
        } else if (message instanceof RoomMessage.Resume) {
            return "R";
        } else if (message instanceof NeighbourMessage.RoomsAt) {
            return "A";
        } else if (message instanceof NeighbourMessage.Began) {
            return "B";
        } else if (message instanceof NeighbourMessage.Shared) {
            return "E";
        } else if (message instanceof SweepTurns.SweepSoon) {
            return "S";
        }
        throw new IllegalArgumentException("no message between replicas: " + message.getClass());
    }

    @Override
    public byte[] toBinary(Object message) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeByte(VERSION);
            write(message, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        if (bytes.size() > MOST_BYTES) {
            throw new IllegalArgumentException(
                    message.getClass().getSimpleName() + " is too large to be sent: " + bytes.size() + " bytes");
        }
        return bytes.toByteArray();
    }

    private static void write(Object message, DataOutputStream out) throws IOException {
        if (message instanceof RoomMessage.Told told) {
            write(told.event().toBytes(), out);
            write(told.replica(), out);
            out.writeLong(told.sentAtMillis());
        } else if (message instanceof RoomMessage.Resume resume) {
            write(resume.guard(), out);
        } else if (message instanceof NeighbourMessage.RoomsAt rooms) {
            write(rooms.replica(), out);
            out.writeInt(rooms.changed().size());
            for (Map.Entry<String, byte[]> room : rooms.changed().entrySet()) {
                write(room.getKey(), out);
                write(room.getValue(), out);
            }
            out.writeInt(rooms.gone().size());
            for (String room : rooms.gone()) {
                write(room, out);
            }
        } else if (message instanceof NeighbourMessage.Began began) {
            write(began.room(), out);
        } else if (message instanceof NeighbourMessage.Shared shared) {
            write(shared.event(), out);
        }
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (bytes.length == 0 || bytes.length > MOST_BYTES) {
            throw new NotSerializableException("no message between replicas: " + bytes.length + " bytes");
        }
        if (bytes[0] != VERSION) {
            throw new NotSerializableException("message " + manifest + " of unknown version " + bytes[0]);
        }
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1));
            Object read = read(in, manifest);
            if (in.available() > 0) {
                throw new IOException("more bytes than it has");
            }
            return read;
        } catch (IOException | RuntimeException torn) {
            NotSerializableException refused =
                    new NotSerializableException("message " + manifest + " cannot be read: " + torn.getMessage());
            refused.initCause(torn);
            throw refused;
        }
    }

    private static Object read(DataInputStream in, String manifest) throws IOException {
        return switch (manifest) {
            case "T" -> new RoomMessage.Told(RoomEvent.fromBytes(bytes(in)), text(in), in.readLong());
            case "R" -> new RoomMessage.Resume(bytes(in));
            case "A" -> new NeighbourMessage.RoomsAt(text(in), guards(in), names(in));
            case "B" -> new NeighbourMessage.Began(text(in));
            case "E" -> new NeighbourMessage.Shared(text(in));
            case "S" -> new SweepTurns.SweepSoon();
            default -> throw new IOException("it is not known");
        };
    }

    private static Map<String, byte[]> guards(DataInputStream in) throws IOException {
        Map<String, byte[]> guards = new LinkedHashMap<>();
        for (int left = length(in); left > 0; left--) {
            guards.put(text(in), bytes(in));
        }
        return guards;
    }

    private static List<String> names(DataInputStream in) throws IOException {
        List<String> names = new ArrayList<>();
        for (int left = length(in); left > 0; left--) {
            names.add(text(in));
        }
        return names;
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[length(in)];
        in.readFully(bytes);
        return bytes;
    }

    /** Reads a length, which cannot exceed the number of bytes left. */
    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("a length of " + length + " with " + in.available() + " bytes left");
        }
        return length;
    }
}
