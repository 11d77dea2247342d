package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.testkit.Http.Request;
import io.github.streamlifecycle.livekit.testkit.Http.Response;
import io.github.streamlifecycle.livekit.webrtc.WhipException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.DisconnectReason;
import org.jspecify.annotations.Nullable;

/** WHIP as livekit-server speaks it, and what its media says of the hosts behind it. */
final class Whip implements RoomListener {
    static final String PATH = "/whip/v1";

    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";
    private static final Duration UNKNOWN_TAKES = Duration.ofSeconds(3);

    private static final class Publish {
        final String sid;
        final String roomName;
        final Grants host;
        final MediaPeer peer;
        String iceSession = "";

        @Nullable
        Room room;

        @Nullable
        Participant participant;

        World.@Nullable Planned timeout;

        Publish(String sid, String roomName, Grants host, MediaPeer peer) {
            this.sid = sid;
            this.roomName = roomName;
            this.host = host;
            this.peer = peer;
        }
    }

    private final World world;
    private final Ids ids;
    private final Rooms rooms;
    private final MediaThread media;
    private final Map<String, Publish> publishes = new HashMap<>();

    Whip(World world, Ids ids, Rooms rooms, MediaThread media) {
        this.world = world;
        this.ids = ids;
        this.rooms = rooms;
        this.media = media;
        rooms.tell(this);
    }

    void serve(Request request, Grants grants, Response response) {
        boolean resource = request.path().startsWith(PATH + "/");
        switch (request.method()) {
            case "GET" -> response.send(204, "", "");
            case "POST" -> post(request, grants, response);
            case "PATCH" -> patch(request, grants, response);
            case "DELETE" -> delete(request, grants, response);
            default -> response.send(resource ? 404 : 405, "", "");
        }
    }

    private void post(Request request, Grants grants, Response response) {
        if (!request.header("content-type").equals(SDP)) {
            error(response, 400, "unsupported content type: " + request.header("content-type"));
            return;
        }
        if (!grants.allowsToJoin()) {
            error(response, 401, "no permissions to access the room");
            return;
        }
        if (!request.text().startsWith("v=0")) {
            error(response, 400, request.body().isEmpty() ? "body does not have SDP offer" : "malformed SDP offer");
            return;
        }
        MediaPeer peer = new MediaPeer(media);
        peer.answer(request.text())
                .subscribe(
                        answer -> world.run(() -> accept(grants, peer, answer, response)),
                        failed -> world.run(() -> {
                            peer.close();
                            refuse(failed, response);
                        }));
    }

    private static void refuse(Throwable failed, Response response) {
        if (failed instanceof WhipException) {
            error(response, 400, "malformed SDP offer");
        } else {
            response.send(500, "text/plain; charset=utf-8", "the LiveKit double failed: " + failed);
        }
    }

    private void accept(Grants grants, MediaPeer peer, String answer, Response response) {
        replace(grants);
        rooms.findOrMake(grants.room());
        Publish publish = new Publish(ids.next("PA_"), grants.room(), grants, peer);
        publish.iceSession = peer.iceSession();
        publishes.put(publish.sid, publish);
        peer.watch(world, (presence, silence) -> onMedia(publish, presence, silence));
        response.header("Location", PATH + "/" + publish.sid)
                .header("ETag", publish.iceSession)
                .header("Link", "<stun:127.0.0.1:3478>; rel=\"ice-server\"")
                .send(201, SDP, answer);
    }

    /** A second session of the same identity ends the first, before it is connected itself. */
    private void replace(Grants grants) {
        List.copyOf(publishes.values()).stream()
                .filter(old -> old.roomName.equals(grants.room())
                        && old.host.identity().equals(grants.identity()))
                .forEach(old -> end(old, DisconnectReason.DUPLICATE_IDENTITY));
    }

    private void patch(Request request, Grants grants, Response response) {
        if (!request.header("content-type").equals(FRAGMENT)) {
            error(response, 400, "unsupported content type: " + request.header("content-type"));
            return;
        }
        String ifMatch = request.header("if-match");
        if (ifMatch.isEmpty()) {
            error(response, 428, "missing If-Match");
            return;
        }
        if (!grants.allowsToJoin()) {
            error(response, 401, "no permissions to access the room");
            return;
        }
        Publish publish = publishes.get(sid(request));
        if (publish == null) {
            world.after(UNKNOWN_TAKES, () -> error(response, 500, "no response from servers"));
        } else if (ifMatch.equals("*")) {
            restart(publish, request.text(), response);
        } else if (ifMatch.equals(publish.iceSession)) {
            response.send(204, "", "");
        } else {
            error(response, 500, "ice session mismatch");
        }
    }

    private void restart(Publish publish, String fragment, Response response) {
        publish.peer
                .restartIce(fragment)
                .subscribe(
                        answer -> world.run(() -> {
                            publish.iceSession = publish.peer.iceSession();
                            response.header("ETag", publish.iceSession).send(200, FRAGMENT, answer);
                        }),
                        failed -> world.run(() -> error(response, 400, "malformed SDP fragment")));
    }

    private void delete(Request request, Grants grants, Response response) {
        Publish publish = publishes.get(sid(request));
        if (!grants.allowsToJoin()) {
            error(response, 401, "no permissions to access the room");
        } else if (publish == null) {
            world.after(UNKNOWN_TAKES, () -> error(response, 404, "no response from servers"));
        } else {
            end(publish, DisconnectReason.CLIENT_INITIATED);
            response.send(200, "", "");
        }
    }

    private void onMedia(Publish publish, Presence presence, Duration silence) {
        if (publish.timeout != null) {
            publish.timeout.callOff();
            publish.timeout = null;
        }
        switch (presence) {
            case UP -> joinOnce(publish);
            case SUSPECT ->
                publish.timeout = world.after(
                        Rooms.LEFT_AFTER_DROP.minus(silence), () -> end(publish, DisconnectReason.CONNECTION_TIMEOUT));
            case DOWN -> end(publish, DisconnectReason.CONNECTION_TIMEOUT);
        }
    }

    private void joinOnce(Publish publish) {
        if (publish.participant == null && publishes.containsKey(publish.sid)) {
            Room room = rooms.findOrMake(publish.roomName);
            Participant host = Participant.whipHost(publish.sid, publish.host.identity(), publish.host.name(), world);
            host.feed = publish.peer;
            publish.room = room;
            publish.participant = host;
            rooms.joinAndPublish(room, host, publish.sid.hashCode() & 0x7fffffff);
        }
    }

    private void end(Publish publish, DisconnectReason reason) {
        publishes.remove(publish.sid);
        if (publish.room != null && publish.participant != null) {
            rooms.leave(publish.room, publish.participant, reason);
        }
        publish.peer.close();
    }

    @Override
    public void left(Room room, Participant participant) {
        Publish publish = publishes.remove(participant.sid());
        if (publish != null) {
            publish.peer.close();
        }
    }

    void endAll() {
        new ArrayList<>(publishes.values()).forEach(publish -> publish.peer.close());
        publishes.clear();
    }

    private static String sid(Request request) {
        return request.path().substring(request.path().lastIndexOf('/') + 1);
    }

    private static void error(Response response, int status, String text) {
        JsonObject error = new JsonObject();
        error.addProperty("error", text);
        response.send(status, "application/json", error.toString());
    }
}
