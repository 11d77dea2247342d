package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;

/** One egress: its record, which outlives it, and what its worker knows. */
final class Egress {
    final EgressInfo.Builder info;
    final EgressType type;
    final Source source;
    final NextEgress fate;

    /** What waits for a worker that still initialises. */
    final List<Runnable> stops = new ArrayList<>();

    boolean announced;
    boolean initialised;
    boolean joined;
    boolean sourceSeen;
    boolean activating;
    boolean workerDead;

    Egress(EgressInfo.Builder info, EgressType type, Source source, NextEgress fate) {
        this.info = info;
        this.type = type;
        this.source = source;
        this.fate = fate;
    }

    String id() {
        return info.getEgressId();
    }

    boolean is(EgressStatus status) {
        return info.getStatus() == status;
    }

    /** STARTING, ACTIVE or ENDING. */
    boolean isActive() {
        return info.getStatus().getNumber() <= EgressStatus.EGRESS_ENDING_VALUE;
    }

    /** Whether its worker can be asked to stop; one that waits for its source cannot. */
    boolean isReady() {
        return initialised && (sourceSeen || !(source instanceof Source.Fleeting));
    }

    boolean isIn(Room room) {
        return source instanceof Source.InRoom inRoom && inRoom.room() == room;
    }

    boolean hasLostItsSource() {
        return sourceSeen && source instanceof Source.Fleeting fleeting && fleeting.isGone();
    }

    /** How long it is ENDING, which usually lasts as given. */
    Duration ends(Duration usual) {
        return switch (fate) {
            case SLOW_UPLOAD -> Duration.ofMinutes(1);
            case GONE_WHILE_ENDING -> Duration.ofSeconds(10);
            default -> usual;
        };
    }
}
