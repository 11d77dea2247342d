package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.bytes.ByteReader;
import io.github.streamlifecycle.livekit.bytes.ByteWriter;
import io.github.streamlifecycle.livekit.bytes.Form;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import java.io.NotSerializableException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What replicas send each other, as bytes: in the library's form of values that are kept, a byte for the version and then the parts of
 * the record. The manifest is one of the letters below. What is of another version, unknown or too large is refused with a warning, and the sender goes on as after any message
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
        } else if (message instanceof NeighbourMessage.AmIThere) {
            return "Q";
        } else if (message instanceof NeighbourMessage.YouAreThere) {
            return "Y";
        }
        throw new IllegalArgumentException("no message between replicas: " + message.getClass());
    }

    private static Form form(String manifest) {
        return new Form("message " + manifest, VERSION);
    }

    @Override
    public byte[] toBinary(Object message) {
        ByteWriter out = form(manifest(message)).begin();
        write(message, out);
        byte[] written = out.written();
        if (written.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    message.getClass().getSimpleName() + " is too large to be sent: " + written.length + " bytes");
        }
        return written;
    }

    private static void write(Object message, ByteWriter out) {
        if (message instanceof RoomMessage.Told told) {
            out.bytes(told.event().toBytes());
            out.text(told.replica());
            out.number(told.sentAtMillis());
        } else if (message instanceof RoomMessage.Resume resume) {
            out.bytes(resume.guard());
        } else if (message instanceof NeighbourMessage.RoomsAt rooms) {
            out.text(rooms.replica());
            out.list(List.copyOf(rooms.changed().entrySet()), room -> {
                out.text(room.getKey());
                out.bytes(room.getValue());
            });
            out.list(rooms.gone(), out::text);
        } else if (message instanceof NeighbourMessage.Began began) {
            out.text(began.room());
        } else if (message instanceof NeighbourMessage.Shared shared) {
            out.text(shared.event());
        } else if (message instanceof NeighbourMessage.AmIThere ask) {
            out.text(ask.replica());
            out.number(ask.doubt());
        } else if (message instanceof NeighbourMessage.YouAreThere answer) {
            out.text(answer.replica());
            out.number(answer.doubt());
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
        if (bytes.length > MOST_BYTES) {
            throw new NotSerializableException("no message between replicas: " + bytes.length + " bytes");
        }
        try {
            return form(manifest).read(bytes, in -> read(in, manifest));
        } catch (IllegalArgumentException refused) {
            NotSerializableException said = new NotSerializableException(refused.getMessage());
            said.initCause(refused);
            throw said;
        }
    }

    private static Object read(ByteReader in, String manifest) {
        return switch (manifest) {
            case "T" -> new RoomMessage.Told(RoomEvent.fromBytes(in.bytes()), in.text(), in.number());
            case "R" -> new RoomMessage.Resume(in.bytes());
            case "A" -> new NeighbourMessage.RoomsAt(in.text(), guards(in), in.list(in::text));
            case "B" -> new NeighbourMessage.Began(in.text());
            case "E" -> new NeighbourMessage.Shared(in.text());
            case "S" -> new SweepTurns.SweepSoon();
            case "Q" -> new NeighbourMessage.AmIThere(in.text(), in.number());
            case "Y" -> new NeighbourMessage.YouAreThere(in.text(), in.number());
            default -> throw new IllegalArgumentException("it is not known");
        };
    }

    private static Map<String, byte[]> guards(ByteReader in) {
        Map<String, byte[]> guards = new HashMap<>();
        in.list(() -> guards.put(in.text(), in.bytes()));
        return guards;
    }
}
