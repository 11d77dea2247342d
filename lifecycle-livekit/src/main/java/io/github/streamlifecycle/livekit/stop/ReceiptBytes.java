package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.bytes.ByteReader;
import io.github.streamlifecycle.livekit.bytes.ByteWriter;
import io.github.streamlifecycle.livekit.bytes.Form;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;

/** The serialized form of a receipt: a byte for the version, a constant for its kind, and the parts of its record. */
final class ReceiptBytes {
    private static final Form FORM = new Form("receipt", (byte) 1);

    private ReceiptBytes() {}

    /** The kinds of receipts. The constants' order is part of what is written. */
    private enum Kind {
        STOPPED,
        ALREADY_ENDED,
        HOST_RETURNED,
        DEAD_RECORD,
        NOT_STARTED,
        GAVE_UP
    }

    static byte[] write(StopReceipt receipt) {
        ByteWriter out = FORM.begin();
        if (receipt instanceof StopReceipt.Stopped stopped) {
            begin(out, Kind.STOPPED, stopped.id(), stopped.tries(), stopped.took());
            out.text(stopped.status().name());
        } else if (receipt instanceof StopReceipt.AlreadyEnded ended) {
            begin(out, Kind.ALREADY_ENDED, ended.id(), ended.tries(), ended.took());
            out.text(ended.status().map(EgressStatus::name).orElse(""));
        } else if (receipt instanceof StopReceipt.HostReturned returned) {
            begin(out, Kind.HOST_RETURNED, returned.id(), returned.tries(), returned.took());
            out.text(returned.status().map(EgressStatus::name).orElse(""));
        } else if (receipt instanceof StopReceipt.DeadRecord dead) {
            begin(out, Kind.DEAD_RECORD, dead.id(), dead.tries(), dead.took());
            out.text(dead.status().name());
        } else if (receipt instanceof StopReceipt.GaveUp gaveUp) {
            begin(out, Kind.GAVE_UP, gaveUp.id(), gaveUp.tries(), gaveUp.took());
            write(out, gaveUp.cause());
        } else if (receipt instanceof StopReceipt.NotStarted notStarted) {
            out.constant(Kind.NOT_STARTED);
            out.flag(notStarted.cause().isPresent());
            notStarted.cause().ifPresent(cause -> write(out, cause));
        }
        return out.written();
    }

    private static void begin(ByteWriter out, Kind kind, String id, Tries tries, Duration took) {
        out.constant(kind);
        out.text(id);
        out.number(tries.made());
        out.number(tries.answered());
        out.number(took.toMillis());
    }

    private static void write(ByteWriter out, LiveKitException cause) {
        out.number(cause.status().orElse(0));
        out.text(cause.code().orElse(""));
        out.text(Objects.toString(cause.getMessage()));
    }

    static StopReceipt read(byte[] bytes) {
        return FORM.read(bytes, in -> {
            Kind kind = in.constant(Kind.class);
            return kind == Kind.NOT_STARTED ? notStarted(in) : receipt(in, kind);
        });
    }

    private static StopReceipt notStarted(ByteReader in) {
        return new StopReceipt.NotStarted(in.flag() ? Optional.of(cause(in)) : Optional.empty());
    }

    private static StopReceipt receipt(ByteReader in, Kind kind) {
        String id = in.text();
        Tries tries = new Tries((int) in.number(), (int) in.number());
        Duration took = Duration.ofMillis(in.number());
        return switch (kind) {
            case STOPPED -> new StopReceipt.Stopped(id, EgressStatus.valueOf(in.text()), tries, took);
            case ALREADY_ENDED -> new StopReceipt.AlreadyEnded(id, status(in.text()), tries, took);
            case HOST_RETURNED -> new StopReceipt.HostReturned(id, status(in.text()), tries, took);
            case DEAD_RECORD -> new StopReceipt.DeadRecord(id, EgressStatus.valueOf(in.text()), tries, took);
            case GAVE_UP -> new StopReceipt.GaveUp(id, cause(in), tries, took);
            case NOT_STARTED -> throw new IllegalArgumentException("it has no id");
        };
    }

    private static Optional<EgressStatus> status(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(EgressStatus.valueOf(name));
    }

    private static LiveKitException cause(ByteReader in) {
        return LiveKitException.of((int) in.number(), in.text(), in.text());
    }
}
