package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonObject;
import com.google.protobuf.Internal;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.testkit.Http.Request;
import io.github.streamlifecycle.livekit.testkit.Http.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StopEgressRequest;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.RoomParticipantIdentity;

/** The server API: Twirp over HTTP, in protobuf or JSON as the caller likes, with scripted faults in front. */
final class Twirp {
    private static final String PREFIX = "/twirp/";
    private static final String PROTOBUF = "application/protobuf";
    private static final String JSON = "application/json";

    private record Method(String grant, Message empty, Function<Message, Reply> handler) {}

    private final World world;
    private final Egresses egresses;
    private final Map<String, Method> methods = new HashMap<>();
    private final Map<String, Deque<Fault>> faults = new HashMap<>();
    private final List<ApiCall> calls = new ArrayList<>();

    Twirp(World world, RoomService rooms, Egresses egresses) {
        this.world = world;
        this.egresses = egresses;
        starts("Egress/StartRoomCompositeEgress", RoomCompositeEgressRequest.class, StartRequest::of);
        starts("Egress/StartWebEgress", WebEgressRequest.class, StartRequest::of);
        starts("Egress/StartParticipantEgress", ParticipantEgressRequest.class, StartRequest::of);
        starts("Egress/StartTrackCompositeEgress", TrackCompositeEgressRequest.class, StartRequest::of);
        starts("Egress/StartTrackEgress", TrackEgressRequest.class, StartRequest::of);
        method("Egress/StopEgress", "roomRecord", StopEgressRequest.class, stop -> egresses.stop(stop.getEgressId()));
        method("Egress/ListEgress", "roomRecord", ListEgressRequest.class, egresses::list);
        method("RoomService/CreateRoom", "roomCreate", CreateRoomRequest.class, rooms::create);
        method("RoomService/ListRooms", "roomList", ListRoomsRequest.class, rooms::list);
        method("RoomService/DeleteRoom", "roomCreate", DeleteRoomRequest.class, rooms::delete);
        method("RoomService/ListParticipants", "roomAdmin", ListParticipantsRequest.class, rooms::listParticipants);
        method("RoomService/MutePublishedTrack", "roomAdmin", MuteRoomTrackRequest.class, rooms::mutePublishedTrack);
        method("RoomService/RemoveParticipant", "roomAdmin", RoomParticipantIdentity.class, rooms::removeParticipant);
    }

    private <T extends Message> void starts(String name, Class<T> type, Function<T, StartRequest> start) {
        method(name, "roomRecord", type, request -> egresses.start(start.apply(request)));
    }

    private <T extends Message> void method(String name, String grant, Class<T> type, Function<T, Reply> handler) {
        Message empty = Internal.getDefaultInstance(type);
        methods.put("livekit." + name, new Method(grant, empty, request -> handler.apply(type.cast(request))));
    }

    /** Refuses a name that no method has, under which a fault would wait for ever. Any thread's. */
    String known(String method) {
        List<String> names = methods.keySet().stream()
                .map(path -> path.substring(path.indexOf('/') + 1))
                .sorted()
                .toList();
        if (!names.contains(method)) {
            throw new IllegalArgumentException("no method of the double: \"" + method + "\"; it has " + names);
        }
        return method;
    }

    void script(String method, Fault fault) {
        faults.computeIfAbsent(method, missing -> new ArrayDeque<>()).add(fault);
    }

    List<ApiCall> calls() {
        return List.copyOf(calls);
    }

    void serve(Request request, Grants grants, Response response) {
        String path = request.path().substring(PREFIX.length());
        Method method = methods.get(path);
        if (method == null || !request.method().equals("POST")) {
            answer(request, response, badRoute(request));
            return;
        }
        if (!grants.allows(method.grant())) {
            answer(request, response, Reply.unauthenticated());
            return;
        }
        try {
            Message message = parse(request, method.empty());
            String name = path.substring(path.indexOf('/') + 1);
            answer(request, response, reply(name, method, message));
        } catch (InvalidProtocolBufferException malformed) {
            String format = request.isJson() ? "json" : "protobuf";
            String msg = "the " + format + " request could not be decoded";
            answer(request, response, Reply.failed(400, "malformed", msg, 1));
        }
    }

    /** A call without HTTP around it, at this moment of the world. */
    Reply call(String path, String json) throws InvalidProtocolBufferException {
        Method method = Objects.requireNonNull(methods.get("livekit." + path), path);
        Message.Builder message = method.empty().newBuilderForType();
        ProtoJson.parse(json, message);
        return reply(path.substring(path.indexOf('/') + 1), method, message.build());
    }

    private Reply reply(String name, Method method, Message message) {
        calls.add(new ApiCall(name, egressId(message), Instant.now()));
        Deque<Fault> scripted = faults.get(name);
        if (scripted == null || scripted.isEmpty()) {
            return method.handler().apply(message);
        }
        Fault fault = scripted.remove();
        if (fault.carriedOut) {
            method.handler().apply(message);
        }
        return fault.replyTo(name);
    }

    private void answer(Request request, Response response, Reply reply) {
        world.after(reply.takes(), () -> {
            if (reply instanceof Reply.Ok ok && request.isJson()) {
                response.send(200, JSON, ProtoJson.twirp(ok.body()));
            } else if (reply instanceof Reply.Ok ok) {
                response.send(200, PROTOBUF, ok.body().toByteArray());
            } else if (reply instanceof Reply.Failed failed) {
                response.send(failed.status(), JSON, failed.json());
            } else if (reply instanceof Reply.Raw raw) {
                response.send(raw.status(), raw.contentType(), raw.body().toByteArray());
            } else if (reply instanceof Reply.Later later) {
                later.reply().subscribe(known -> answer(request, response, known));
            } else if (reply instanceof Reply.Trickle trickle) {
                trickle(response, trickle.every());
            } else if (reply instanceof Reply.Flood flood) {
                response.sendZeroes(PROTOBUF, flood.bytes());
            } else {
                response.cut();
            }
        });
    }

    private void trickle(Response response, Duration every) {
        if (!response.isGone()) {
            response.sendZero(PROTOBUF);
            world.after(every, () -> trickle(response, every));
        }
    }

    private static Message parse(Request request, Message empty) throws InvalidProtocolBufferException {
        Message.Builder builder = empty.newBuilderForType();
        if (request.isJson()) {
            ProtoJson.parse(request.text(), builder);
        } else {
            builder.mergeFrom(request.body());
        }
        return builder.build();
    }

    private static String egressId(Message message) {
        var field = message.getDescriptorForType().findFieldByName("egress_id");
        return field == null ? "" : (String) message.getField(field);
    }

    private static Reply badRoute(Request request) {
        JsonObject error = new JsonObject();
        error.addProperty("code", "bad_route");
        error.addProperty("msg", "no handler for path \"" + request.path() + "\"");
        JsonObject meta = new JsonObject();
        meta.addProperty("twirp_invalid_route", request.method() + " " + request.path());
        error.add("meta", meta);
        return Reply.raw(404, JSON, error.toString());
    }
}
