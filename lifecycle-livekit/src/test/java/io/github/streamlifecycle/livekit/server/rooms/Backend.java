package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.calls.EgressCalls;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.stop.EgressStops;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;

/** A backend that guards the rooms of a {@link VirtualRooms}, and LiveKit's webhooks to it. */
final class Backend {
    final TestScheduler time;
    final VirtualRooms server;
    final List<RoomGuardEvent> told = new ArrayList<>();
    RoomGuards guards;
    private int events;

    Backend(UnaryOperator<RoomGuardsPlan> settings) {
        this(new VirtualRooms(new TestScheduler()), settings);
    }

    Backend(VirtualRooms server, UnaryOperator<RoomGuardsPlan> settings) {
        this.time = server.time;
        this.server = server;
        this.guards = start(settings);
    }

    RoomServer roomServer() {
        EgressCalls calls = EgressCalls.of(ServerApi.strict(server), 64, time);
        RoomServer.Access access =
                new RoomServer.Access("http://127.0.0.1:1", Signed.KEYS, (room, identity) -> identity + "@" + room);
        return new RoomServer(calls, new EgressStops(calls, time), access, time, Delivery.on(Schedulers.trampoline()));
    }

    /** Starts guards with calls of their own, as another process has. */
    RoomGuards start(UnaryOperator<RoomGuardsPlan> settings) {
        RoomGuards started = settings.apply(
                        RoomGuardsPlan.of(roomServer()).wallClock(() -> Instant.ofEpochMilli(server.now())))
                .start();
        started.events().subscribe(told::add);
        return started;
    }

    void advance(long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    }

    int egressWebhook(RoomGuards to, EgressInfo info) {
        return post(to, """
                {"event":"egress_updated","id":"%s","createdAt":"%d","egressInfo":{"egressId":"%s","roomId":"%s",\
                "roomName":"%s","status":"%s","startedAt":"%d","roomComposite":{"roomName":"%s"}}}""".formatted(
                        nextId(),
                        server.now() / 1_000,
                        info.getEgressId(),
                        info.getRoomId(),
                        info.getRoomName(),
                        info.getStatus(),
                        info.getStartedAt(),
                        info.getRoomName()));
    }

    int webhook(String event, String room, ParticipantInfo participant) {
        return post(guards, """
                {"event":"%s","id":"%s","createdAt":"%d","room":{"name":"%s","sid":"RM_%s","creationTimeMs":"%d"},\
                "participant":{"identity":"%s","sid":"%s","joinedAtMs":"%d","isPublisher":%s,\
                "disconnectReason":"CONNECTION_TIMEOUT"},"track":{"sid":"TR_%s"}}""".formatted(
                        event,
                        nextId(),
                        server.now() / 1_000,
                        room,
                        room,
                        VirtualRooms.EPOCH,
                        participant.getIdentity(),
                        participant.getSid(),
                        participant.getJoinedAtMs(),
                        participant.getIsPublisher(),
                        participant.getIdentity()));
    }

    /** A host joins, and then publishes, as LiveKit tells it. */
    void webhooksOfAJoin(String room, ParticipantInfo host) {
        webhook("participant_joined", room, host);
        webhook("track_published", room, host);
    }

    private String nextId() {
        events++;
        return "EV_" + events;
    }

    private int post(RoomGuards to, String json) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        int status = to.webhook(body, Signed.webhook(body, Instant.ofEpochMilli(server.now())));
        time.triggerActions();
        return status;
    }

    /** A room with a host and a viewer, and an egress that LiveKit told of. */
    ParticipantInfo live(String room) {
        ParticipantInfo host = server.join(room, "host", true);
        server.join(room, "viewer", false);
        advance(5_000);
        egressWebhook(guards, server.runs(room, "EG_" + room));
        advance(10_000);
        return host;
    }

    <T extends RoomGuardEvent> List<T> told(Class<T> type) {
        return told.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
