package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.ParticipantInfo;

/** A room as LiveKit has it. It closes 20 s after the last participant that holds it open has left. */
final class Room {
    private static final long DEPARTURE_MILLIS = 20_000;
    /** The age of the oldest list that a read may be answered with. */
    private static final long REMEMBERED_MILLIS = 5_000;

    private record Past(long atMillis, List<ParticipantInfo> members) {}

    final String name;
    final String sid;
    final long createdAt;
    private final World world;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Deque<Past> past = new ArrayDeque<>();
    private final Map<String, Long> trackEnds = new HashMap<>();
    private boolean over;
    private int departures;

    Room(World world, String name) {
        this.world = world;
        this.name = name;
        this.sid = world.sid("RM_");
        this.createdAt = world.epochMillis();
        past.add(new Past(world.agenda.millis(), List.of()));
        world.webhooks.room("room_started", this);
    }

    livekit.LivekitModels.Room info() {
        return livekit.LivekitModels.Room.newBuilder()
                .setName(name)
                .setSid(sid)
                .setCreationTime(createdAt / 1_000)
                .setCreationTimeMs(createdAt)
                .build();
    }

    boolean isOver() {
        return over;
    }

    Member join(String identity, ParticipantInfo.Kind kind) {
        Member member = new Member(identity, world.sid("PA_"), world.epochMillis(), kind);
        members.put(identity, member);
        departures++;
        changed();
        world.webhooks.member("participant_joined", this, member, "");
        return member;
    }

    void publish(Member member) {
        String track = world.sid("TR_");
        member.tracks.add(track);
        member.hasPublished = true;
        member.changed();
        changed();
        world.webhooks.track("track_published", this, member, track);
        world.egress.forEach(one -> one.somethingIsPublished(this));
    }

    void unpublish(Member member) {
        List<String> ended = endTracks(member);
        member.changed();
        changed();
        ended.forEach(track -> world.webhooks.track("track_unpublished", this, member, track));
    }

    private List<String> endTracks(Member member) {
        List<String> ended = List.copyOf(member.tracks);
        ended.forEach(track -> trackEnds.put(track, world.agenda.millis()));
        member.tracks.clear();
        return ended;
    }

    /** Returns when a track was taken down; {@link Long#MAX_VALUE} if it was not. */
    long trackEndedAt(String track) {
        return trackEnds.getOrDefault(track, Long.MAX_VALUE);
    }

    void leave(Member member, String reason) {
        if (!member.isIn || over) {
            return;
        }
        member.isIn = false;
        member.leftAt = world.agenda.millis();
        List<String> ended = endTracks(member);
        member.changed();
        members.remove(member.identity, member);
        changed();
        ended.forEach(track -> world.webhooks.track("track_unpublished", this, member, track));
        world.webhooks.member("participant_left", this, member, reason);
        world.egress.forEach(one -> one.memberLeft(this, member));
        closeIfEmpty();
    }

    /** Another node takes the stay over; the list never lacks it. */
    void migrate(Member member) {
        world.webhooks.member("participant_left", this, member, "MIGRATION");
        world.webhooks.member("participant_joined", this, member, "");
    }

    private void closeIfEmpty() {
        int departure = ++departures;
        if (members.values().stream().noneMatch(Member::holdsRoomOpen)) {
            world.agenda.after(DEPARTURE_MILLIS, () -> {
                if (departure == departures) {
                    finish("ROOM_CLOSED");
                }
            });
        }
    }

    void finish(String reason) {
        if (over) {
            return;
        }
        List.copyOf(members.values()).forEach(member -> leave(member, reason));
        over = true;
        world.finished(this);
        world.webhooks.room("room_finished", this);
        world.egress.forEach(one -> one.roomFinished(this));
    }

    private void changed() {
        long now = world.agenda.millis();
        past.addLast(new Past(now, members.values().stream().map(Member::info).toList()));
        while (past.size() > 1 && secondOldest().atMillis < now - REMEMBERED_MILLIS) {
            past.removeFirst();
        }
    }

    private Past secondOldest() {
        return past.stream().skip(1).findFirst().orElseThrow();
    }

    /** Returns the members as they were some time ago. */
    List<ParticipantInfo> list(long staleMillis) {
        long at = world.agenda.millis() - staleMillis;
        List<ParticipantInfo> known = List.of();
        for (Past one : past) {
            if (one.atMillis <= at) {
                known = one.members;
            }
        }
        return known;
    }
}
