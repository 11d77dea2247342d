package io.github.streamlifecycle.livekit.testkit;

import java.util.Optional;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRoom.CreateRoomRequest;
import livekit.LivekitRoom.DeleteRoomRequest;
import livekit.LivekitRoom.DeleteRoomResponse;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import livekit.LivekitRoom.MuteRoomTrackRequest;
import livekit.LivekitRoom.MuteRoomTrackResponse;
import livekit.LivekitRoom.RemoveParticipantResponse;
import livekit.LivekitRoom.RoomParticipantIdentity;

/** What the server's API tells of rooms and does to them. */
final class RoomService {
    private final Rooms rooms;

    RoomService(Rooms rooms) {
        this.rooms = rooms;
    }

    Reply create(CreateRoomRequest request) {
        return Reply.ok(rooms.findOrMake(request.getName()).info.build(), 2);
    }

    Reply list(ListRoomsRequest request) {
        ListRoomsResponse.Builder answer = ListRoomsResponse.newBuilder();
        rooms.all().stream()
                .filter(room ->
                        request.getNamesCount() == 0 || request.getNamesList().contains(room.name()))
                .forEach(room -> answer.addRooms(room.info));
        return Reply.ok(answer.build(), 2);
    }

    Reply delete(DeleteRoomRequest request) {
        rooms.find(request.getRoom()).ifPresent(room -> rooms.finish(room, DisconnectReason.ROOM_DELETED));
        return Reply.ok(DeleteRoomResponse.getDefaultInstance(), 10);
    }

    /** Recorders are listed too; a missing room is an empty one. */
    Reply listParticipants(ListParticipantsRequest request) {
        ListParticipantsResponse.Builder answer = ListParticipantsResponse.newBuilder();
        rooms.find(request.getRoom())
                .ifPresent(room -> room.participants.values().forEach(one -> answer.addParticipants(one.info)));
        return Reply.ok(answer.build(), 2);
    }

    /** Silences what is published, whoever publishes it. */
    Reply mutePublishedTrack(MuteRoomTrackRequest request) {
        Muting muting = request.getMuted() ? Muting.MUTED : Muting.UNMUTED;
        return rooms.find(request.getRoom())
                .flatMap(room -> room.publisherOf(request.getTrackSid())
                        .filter(one -> one.identity().equals(request.getIdentity()))
                        .map(one -> {
                            rooms.mute(room, one, request.getTrackSid(), muting);
                            return Reply.ok(
                                    MuteRoomTrackResponse.newBuilder()
                                            .setTrack(one.track(request.getTrackSid()))
                                            .build(),
                                    5);
                        }))
                .orElseGet(() -> Reply.failed(404, "not_found", "twirp error unknown: track is not found", 2));
    }

    Reply removeParticipant(RoomParticipantIdentity request) {
        return rooms.find(request.getRoom())
                .flatMap(room -> Optional.ofNullable(room.participants.get(request.getIdentity()))
                        .map(participant -> {
                            rooms.leave(room, participant, DisconnectReason.PARTICIPANT_REMOVED);
                            return Reply.ok(RemoveParticipantResponse.getDefaultInstance(), 10);
                        }))
                .orElseGet(() -> Reply.failed(404, "not_found", "twirp error unknown: participant does not exist", 2));
    }
}
