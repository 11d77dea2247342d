package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.livekit.bytes.ByteReader;
import io.github.streamlifecycle.livekit.bytes.ByteWriter;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.server.guard.EgressGuard.Marks;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EndedBy;
import io.github.streamlifecycle.livekit.server.guard.RoomState.Birth;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The written form of a guard: a byte for the version, its parts in the order of their records, and a checksum. */
final class GuardBytes {
    private static final byte VERSION = 1;

    private GuardBytes() {}

    static byte[] write(RoomState state) {
        ByteWriter out = new ByteWriter();
        out.number(VERSION);
        out.bytes(state.view().toBytes());
        out.text(state.birth().roomId());
        out.number(state.birth().atMillis());
        out.list(state.egress(), one -> write(out, one));
        byte[] body = out.written();
        return ByteBuffer.allocate(body.length + Integer.BYTES)
                .put(body)
                .putInt(checksum(body, body.length))
                .array();
    }

    static RoomState read(byte[] bytes, HostRule rule) {
        int length = bytes.length - Integer.BYTES;
        if (length < 1) {
            throw new IllegalArgumentException("torn guard of a room: " + bytes.length + " bytes");
        }
        if (bytes[0] != VERSION) {
            throw new IllegalArgumentException("guard of a room of unknown version " + bytes[0]);
        }
        if (ByteBuffer.wrap(bytes).getInt(length) != checksum(bytes, length)) {
            throw new IllegalArgumentException("torn guard of a room: wrong checksum of " + bytes.length + " bytes");
        }
        try {
            return read(new ByteReader(bytes, length), rule);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("no guard of a room: " + bytes.length + " bytes", e);
        }
    }

    private static RoomState read(ByteReader in, HostRule rule) {
        in.number();
        RoomView view = RoomView.fromBytes(in.bytes(), rule);
        Birth birth = new Birth(in.text(), in.number());
        RoomState read = new RoomState(view, birth, in.list(() -> egress(in)), RoomState.EVER, 0);
        if (!in.isEmpty()) {
            throw new IllegalArgumentException("more bytes than a guard has");
        }
        return read;
    }

    private static void write(ByteWriter out, EgressGuard egress) {
        write(out, egress.facts());
        out.number(egress.seenAtMillis());
        out.number(egress.stopper().toByte());
        out.list(egress.marks().drops(), out::number);
        out.number(egress.marks().hostlessSinceMillis());
        out.number(egress.marks().unlistedAtMillis());
        write(out, egress.doubt());
        write(out, egress.stopping());
        write(out, egress.ended());
    }

    private static EgressGuard egress(ByteReader in) {
        return new EgressGuard(
                facts(in),
                in.number(),
                EdgeTriggeredStopper.fromByte((byte) in.number()),
                new Marks(in.list(in::number), in.number(), in.number()),
                doubt(in),
                stopping(in),
                ended(in));
    }

    static void write(ByteWriter out, EgressFacts facts) {
        out.text(facts.id());
        out.constant(facts.stage());
        out.text(facts.roomId());
        out.number(facts.startedAtMillis());
        if (facts.owner() instanceof EgressOwner.Participant owner) {
            out.number(1);
            out.text(owner.identity());
        } else if (facts.owner() instanceof EgressOwner.PublisherOf owner) {
            out.number(2);
            out.list(owner.tracks(), out::text);
        } else {
            out.number(0);
        }
    }

    static EgressFacts facts(ByteReader in) {
        String id = in.text();
        EgressFacts.Stage stage = in.constant(EgressFacts.Stage.class);
        String roomId = in.text();
        long startedAt = in.number();
        long kind = in.number();
        EgressOwner owner = kind == 1
                ? new EgressOwner.Participant(in.text())
                : kind == 2 ? new EgressOwner.PublisherOf(in.list(in::text)) : new EgressOwner.Host();
        return new EgressFacts(id, stage, owner, roomId, startedAt);
    }

    private static void write(ByteWriter out, @Nullable Doubt doubt) {
        out.flag(doubt != null);
        if (doubt != null) {
            out.constant(doubt.drop());
            out.number(doubt.sinceMillis());
            out.number(doubt.untilMillis());
        }
    }

    private static @Nullable Doubt doubt(ByteReader in) {
        return in.flag() ? new Doubt(in.constant(Drop.class), in.number(), in.number()) : null;
    }

    private static void write(ByteWriter out, @Nullable Stopping stopping) {
        out.flag(stopping != null);
        if (stopping != null) {
            out.constant(stopping.drop());
            out.number(stopping.sinceMillis());
            out.number(stopping.failures());
            out.number(stopping.againAtMillis());
            out.constant(stopping.phase());
        }
    }

    private static @Nullable Stopping stopping(ByteReader in) {
        return in.flag()
                ? new Stopping(
                        in.constant(Drop.class),
                        in.number(),
                        (int) in.number(),
                        in.number(),
                        in.constant(Stopping.Phase.class))
                : null;
    }

    private static void write(ByteWriter out, @Nullable Ended ended) {
        out.flag(ended != null);
        if (ended != null) {
            out.number(ended.atMillis());
            out.constant(ended.by());
            out.number(ended.awaitedSinceMillis());
        }
    }

    private static @Nullable Ended ended(ByteReader in) {
        return in.flag() ? new Ended(in.number(), in.constant(EndedBy.class), in.number()) : null;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
