package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonObject;
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

    private final World world;
    private final Ids ids;
    private final Rooms rooms;
    private final MediaThread media;
    private final Map<String, WhipHost> hosts = new HashMap<>();

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
                        answer -> world.run(() -> accept(
                                new WhipHost(world, ids, rooms, grants, request.text(), peer), answer, response)),
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

    private void accept(WhipHost host, String answer, Response response) {
        replace(host.grants);
        rooms.findOrMake(host.grants.room());
        hosts.put(host.sid, host);
        host.peer.watch(world, host);
        response.header("Location", PATH + "/" + host.sid)
                .header("ETag", host.iceSession)
                .header("Link", "<stun:127.0.0.1:3478>; rel=\"ice-server\"")
                .send(201, SDP, answer);
    }

    /** A second session of the same identity ends the first, before it is connected itself. */
    private void replace(Grants grants) {
        List.copyOf(hosts.values()).stream()
                .filter(old -> old.grants.room().equals(grants.room())
                        && old.grants.identity().equals(grants.identity()))
                .forEach(old -> old.end(DisconnectReason.DUPLICATE_IDENTITY));
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
        WhipHost host = find(request);
        if (host == null) {
            world.after(UNKNOWN_TAKES, () -> error(response, 500, "no response from servers"));
        } else if (ifMatch.equals("*")) {
            restart(host, request.text(), response);
        } else if (ifMatch.equals(host.iceSession)) {
            response.send(204, "", "");
        } else {
            error(response, 500, "ice session mismatch");
        }
    }

    private void restart(WhipHost host, String fragment, Response response) {
        host.peer
                .restartIce(fragment)
                .subscribe(
                        answer -> world.run(() -> {
                            host.iceSession = host.peer.iceSession();
                            response.header("ETag", host.iceSession).send(200, FRAGMENT, answer);
                        }),
                        failed -> world.run(() -> error(response, 400, "malformed SDP fragment")));
    }

    private void delete(Request request, Grants grants, Response response) {
        WhipHost host = find(request);
        if (!grants.allowsToJoin()) {
            error(response, 401, "no permissions to access the room");
        } else if (host == null) {
            world.after(UNKNOWN_TAKES, () -> error(response, 404, "no response from servers"));
        } else {
            host.end(DisconnectReason.CLIENT_INITIATED);
            response.send(200, "", "");
        }
    }

    @Override
    public void left(Room room, Participant participant) {
        WhipHost host = hosts.remove(participant.sid());
        if (host != null) {
            host.end(participant.info.getDisconnectReason());
        }
    }

    void endAll() {
        new ArrayList<>(hosts.values()).forEach(host -> host.peer.close());
        hosts.clear();
    }

    private @Nullable WhipHost find(Request request) {
        hosts.values().removeIf(WhipHost::isEnded);
        return hosts.get(request.path().substring(request.path().lastIndexOf('/') + 1));
    }

    private static void error(Response response, int status, String text) {
        JsonObject error = new JsonObject();
        error.addProperty("error", text);
        response.send(status, "application/json", error.toString());
    }
}
