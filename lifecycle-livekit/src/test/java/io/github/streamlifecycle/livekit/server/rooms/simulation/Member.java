package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.TrackInfo;

/** A participant as LiveKit has it: one stay in one room. */
final class Member {
    final String identity;
    final String sid;
    final long joinedAt;
    final ParticipantInfo.Kind kind;
    final List<String> tracks = new ArrayList<>();
    boolean hasPublished;
    boolean isIn = true;
    long leftAt = Long.MAX_VALUE;
    private ParticipantInfo info;

    Member(String identity, String sid, long joinedAt, ParticipantInfo.Kind kind) {
        this.identity = identity;
        this.sid = sid;
        this.joinedAt = joinedAt;
        this.kind = kind;
        this.info = described();
    }

    /** Agents and recorders do not hold a room open. */
    boolean holdsRoomOpen() {
        return kind == ParticipantInfo.Kind.STANDARD;
    }

    void changed() {
        info = described();
    }

    ParticipantInfo info() {
        return info;
    }

    private ParticipantInfo described() {
        ParticipantInfo.Builder all = ParticipantInfo.newBuilder()
                .setIdentity(identity)
                .setSid(sid)
                .setKind(kind)
                .setState(ParticipantInfo.State.ACTIVE)
                .setJoinedAt(joinedAt / 1_000)
                .setJoinedAtMs(joinedAt)
                .setIsPublisher(hasPublished);
        if (kind == ParticipantInfo.Kind.EGRESS) {
            all.setPermission(ParticipantPermission.newBuilder().setHidden(true));
        }
        tracks.forEach(track -> all.addTracks(TrackInfo.newBuilder().setSid(track)));
        return all.build();
    }
}
