package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import livekit.LivekitModels.ParticipantInfo;

/** LiveKit's webhooks, and their way to the guards. */
final class Webhooks {
    /** An event on its way, and what a guard knows that has taken it: once, since repetitions tell it nothing. */
    private record Event(String what, String body, Consumer<Guard> heard, Set<ProcessTime> takenBy) {
        void takenBy(Guard guard) {
            if (takenBy.add(guard.time)) {
                heard.accept(guard);
            }
        }
    }

    private static final long[] RETRIES_MILLIS = {1_000, 2_000, 4_000, 8_000};
    private static final int LOWEST_RETRIED = 500;

    private final World world;
    private int events;

    Webhooks(World world) {
        this.world = world;
    }

    void room(String event, Room room) {
        send(event + " of " + room.sid, "\"event\":\"" + event + "\",\"room\":" + json(room), guard -> {});
    }

    void member(String event, Room room, Member member, String reason) {
        String json =
                "\"event\":\"%s\",\"room\":%s,\"participant\":{\"sid\":\"%s\",\"identity\":\"%s\",\"joinedAt\":\"%d\",\"joinedAtMs\":\"%d\",\"isPublisher\":%s,\"kind\":\"%s\"%s}"
                        .formatted(
                                event,
                                json(room),
                                member.sid,
                                member.identity,
                                member.joinedAt / 1_000,
                                member.joinedAt,
                                member.hasPublished,
                                member.kind,
                                reason.isEmpty() ? "" : ",\"disconnectReason\":\"" + reason + '"');
        send(event + " " + member.identity + " " + member.sid + " " + reason, json, guard -> {});
    }

    /** Those about tracks name neither the room's creation nor when the participant joined. */
    void track(String event, Room room, Member member, String track) {
        long at = world.agenda.millis();
        long provedAt = event.equals("track_published") ? at : Knowledge.NEVER;
        send(
                event + " " + member.identity + " " + track,
                "\"event\":\"%s\",\"room\":{\"sid\":\"%s\",\"name\":\"%s\"},\"participant\":{\"sid\":\"%s\",\"identity\":\"%s\"},\"track\":{\"sid\":\"%s\",\"type\":\"VIDEO\"}"
                        .formatted(event, room.sid, room.name, member.sid, member.identity, track),
                guard -> published(guard, room, member, provedAt));
    }

    /** Of a room that it does not guard a guard keeps nothing: it reads the room once there is an egress. */
    private void published(Guard guard, Room room, Member member, long atMillis) {
        if (member.kind == ParticipantInfo.Kind.STANDARD && guard.guards(room.name)) {
            world.oracle.published(guard, room, member, atMillis);
        }
    }

    void egress(String event, Egress egress) {
        var info = egress.info();
        boolean ends = info.getStatusValue() > 1;
        String kind = switch (egress.kind) {
            case ROOM -> "\"roomComposite\":{\"layout\":\"grid\"}";
            case SPARED -> "\"roomComposite\":{\"layout\":\"" + Egress.SPARED_LAYOUT + "\"}";
            case WEB -> "\"web\":{\"url\":\"https://example.com\"}";
            case PARTICIPANT ->
                "\"participant\":{\"identity\":\"" + info.getParticipant().getIdentity() + "\"}";
            case TRACK -> "\"track\":{\"trackId\":\"" + info.getTrack().getTrackId() + "\"}";
        };
        send(
                event + " " + egress.id + " " + info.getStatus(),
                "\"event\":\"%s\",\"egressInfo\":{\"egressId\":\"%s\",\"roomId\":\"%s\",\"roomName\":\"%s\",\"status\":\"%s\",\"startedAt\":\"%d\",%s}"
                        .formatted(
                                event,
                                info.getEgressId(),
                                info.getRoomId(),
                                info.getRoomName(),
                                info.getStatus(),
                                info.getStartedAt(),
                                kind),
                ends ? guard -> world.oracle.toldOfEnd(guard, egress) : guard -> {});
    }

    private static String json(Room room) {
        return "{\"sid\":\"%s\",\"name\":\"%s\",\"creationTime\":\"%d\",\"creationTimeMs\":\"%d\"}"
                .formatted(room.sid, room.name, room.createdAt / 1_000, room.createdAt);
    }

    private void send(String what, String json, Consumer<Guard> heard) {
        if (world.guards.isEmpty()) {
            return;
        }
        int id = ++events;
        String body = "{" + json + ",\"id\":\"EV_" + id + "\",\"createdAt\":\"" + world.epochMillis() / 1_000 + "\"}";
        Event event = new Event(what, body, heard, new HashSet<>());
        int copies = world.weather.copies();
        for (int copy = 0; copy < copies; copy++) {
            long takes = copy == 0 ? world.weather.webhookTakes() : world.weather.repetitionTakes();
            world.agenda.after(takes, () -> deliver(event, 0));
        }
    }

    /** Each delivery goes to one of the replicas, as a balancer of load does it. */
    private void deliver(Event event, int retries) {
        Engine engine = world.engine;
        if (engine != null && engine.loses()) {
            return;
        }
        List<Guard> alive = engine == null ? List.of() : engine.alive();
        Guard to = world.net.pick(alive.isEmpty() ? world.guards : alive);
        int status =
                to.isUp() && !world.weather.isCut(Weather.Way.WEBHOOKS, to) ? to.webhook(event.body) : LOWEST_RETRIED;
        if (status < 300) {
            world.say(to.name, () -> "takes " + event.what);
            event.takenBy(to);
        } else if (status >= LOWEST_RETRIED && retries < RETRIES_MILLIS.length) {
            world.agenda.after(RETRIES_MILLIS[retries], () -> deliver(event, retries + 1));
        }
    }
}
