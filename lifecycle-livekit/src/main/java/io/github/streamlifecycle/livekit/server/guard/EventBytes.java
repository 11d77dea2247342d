package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.bytes.ByteReader;
import io.github.streamlifecycle.livekit.bytes.ByteWriter;
import io.github.streamlifecycle.livekit.bytes.Form;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.stop.StopReceipt;

/** The written form of an event: a byte for the version, a constant for its sort, and the parts of its record. */
final class EventBytes {
    private static final Form FORM = new Form("event of a room", (byte) 1);

    private EventBytes() {}

    /** The sorts of events. The constants' order is part of what is written. */
    private enum Sort {
        OBSERVED,
        EGRESS_SEEN,
        SWEPT,
        STOP_ENDED,
        TIME_CAME,
        RESTORED
    }

    static byte[] write(RoomEvent event) {
        ByteWriter out = FORM.begin();
        if (event instanceof RoomEvent.Observed observed) {
            out.constant(Sort.OBSERVED);
            out.bytes(observed.observation().toBytes());
        } else if (event instanceof RoomEvent.EgressSeen seen) {
            out.constant(Sort.EGRESS_SEEN);
            GuardBytes.write(out, seen.egress());
        } else if (event instanceof RoomEvent.Swept swept) {
            out.constant(Sort.SWEPT);
            out.number(swept.askedAtMillis());
            out.list(swept.running(), egress -> GuardBytes.write(out, egress));
        } else if (event instanceof RoomEvent.StopEnded ended) {
            out.constant(Sort.STOP_ENDED);
            out.text(ended.egressId());
            out.bytes(ended.receipt().toBytes());
        } else if (event instanceof RoomEvent.TimeCame) {
            out.constant(Sort.TIME_CAME);
        } else if (event instanceof RoomEvent.Restored) {
            out.constant(Sort.RESTORED);
        }
        return out.written();
    }

    static RoomEvent read(byte[] bytes) {
        if (bytes.length > RoomEvent.MOST_BYTES) {
            throw new IllegalArgumentException("no event of a room: " + bytes.length + " bytes");
        }
        return FORM.read(bytes, EventBytes::read);
    }

    private static RoomEvent read(ByteReader in) {
        return switch (in.constant(Sort.class)) {
            case OBSERVED -> new RoomEvent.Observed(Observation.fromBytes(in.bytes()));
            case EGRESS_SEEN -> new RoomEvent.EgressSeen(GuardBytes.facts(in));
            case SWEPT -> new RoomEvent.Swept(in.number(), in.list(() -> GuardBytes.facts(in)));
            case STOP_ENDED -> new RoomEvent.StopEnded(in.text(), StopReceipt.fromBytes(in.bytes()));
            case TIME_CAME -> new RoomEvent.TimeCame();
            case RESTORED -> new RoomEvent.Restored();
        };
    }
}
