package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does to a double, at the times of a recording and on the double's own clock, what was done to the real server. */
final class Replay {
    /** How long a room that the recording does not see begin has been there. */
    private static final Duration BEFORE = Duration.ofSeconds(10);

    /** The double's delays are not those of the one run that was recorded. */
    private static final Duration AFTER = Duration.ofSeconds(4);

    private static final Duration START_TAKES = Duration.ofMillis(300);

    private final LiveKitDouble server;
    final Recording recording;
    private final Duration offset;
    private long begunNanos;
    private int before;

    private Replay(LiveKitDouble server, Recording recording) {
        this.server = server;
        this.recording = recording;
        this.offset = recording.beginsInTheMiddle() ? BEFORE : Duration.ZERO;
    }

    /** The webhooks that the double sent by then, from the moment at which the recording begins. */
    static List<JsonObject> of(Recording recording, Consumer<Replay> cause) throws Exception {
        try (LiveKitDouble server = LiveKitDouble.builder().speed(500).start()) {
            Replay replay = new Replay(server, recording);
            CompletableFuture<List<String>> sent = new CompletableFuture<>();
            server.world().ask(() -> {
                replay.begunNanos = server.world().nanos();
                cause.accept(replay);
                replay.at(
                        Duration.ZERO,
                        () -> replay.before = recording.beginsInTheMiddle()
                                ? server.webhooks().size()
                                : 0);
                replay.at(recording.length().plus(AFTER), () -> sent.complete(server.webhooks()));
                return true;
            });
            return sent.get(1, TimeUnit.MINUTES).stream()
                    .skip(replay.before)
                    .map(json -> JsonParser.parseString(json).getAsJsonObject())
                    .toList();
        }
    }

    void at(Duration time, Runnable task) {
        Duration sinceBegin = Duration.ofNanos(server.world().nanos() - begunNanos);
        server.world().after(offset.plus(time).minus(sinceBegin), task);
    }

    RoomMember whipHost() {
        return server.joinAndPublish(recording.room(), recording.host());
    }

    RoomMember browserHost() {
        return server.joinAndPublishFromBrowser(recording.room(), recording.host());
    }

    /** Cuts a member's network so that it leaves when it did. */
    void dropBefore(RoomMember member, Duration left, Duration noticedAfter) {
        at(left.minus(noticedAfter), member::drop);
    }

    void viewerFrom(Duration joined, Duration left) {
        at(joined, () -> {
            RoomMember viewer = server.join(recording.room(), "viewer");
            server.world().after(left.minus(joined).minus(Client.VIEWER.leftAfterDrop), viewer::drop);
        });
    }

    void next(NextEgress fate) {
        server.next(fate);
    }

    /** Sends the start request that the recorded egress shows, with the id of the double's own track in it. */
    void start() {
        Recording.Line started = recording.first("egress_started");
        JsonObject info = started.webhook().getAsJsonObject("egressInfo");
        at(started.at().minus(START_TAKES), () -> {
            if (info.has("track")) {
                call(
                        "StartTrackEgress",
                        info.getAsJsonObject("track").toString().replaceAll("TR_\\w+", track()));
            } else if (info.has("participant")) {
                call(
                        "StartParticipantEgress",
                        info.getAsJsonObject("participant").toString());
            } else {
                String request = info.getAsJsonObject("roomComposite").toString();
                call("StartRoomCompositeEgress", request.replace("{st...m1}", "stream1"));
            }
        });
    }

    void stopAt(Duration time) {
        at(time, () -> call("StopEgress", "{\"egress_id\":\"" + find("egressInfo", "egressId") + "\"}"));
    }

    private String track() {
        return find("track", "sid");
    }

    private String find(String object, String field) {
        return server.webhooks().stream()
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .filter(webhook -> webhook.has(object))
                .map(webhook -> webhook.getAsJsonObject(object).get(field).getAsString())
                .findFirst()
                .orElseThrow();
    }

    private void call(String method, String json) {
        try {
            server.twirp().call("Egress/" + method, json);
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalStateException(json, malformed);
        }
    }
}
