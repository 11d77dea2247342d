package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.Message;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;

/** One of the five start requests, whichever it is. */
record StartRequest(EgressType type, Message message, String roomName) {
    static StartRequest of(RoomCompositeEgressRequest request) {
        return new StartRequest(EgressType.ROOM_COMPOSITE, request, request.getRoomName());
    }

    static StartRequest of(WebEgressRequest request) {
        return new StartRequest(EgressType.WEB, request, "");
    }

    static StartRequest of(ParticipantEgressRequest request) {
        return new StartRequest(EgressType.PARTICIPANT, request, request.getRoomName());
    }

    static StartRequest of(TrackCompositeEgressRequest request) {
        return new StartRequest(EgressType.TRACK_COMPOSITE, request, request.getRoomName());
    }

    static StartRequest of(TrackEgressRequest request) {
        return new StartRequest(EgressType.TRACK, request, request.getRoomName());
    }

    /** What it records; nothing if its room is missing. */
    Optional<Source> source(Rooms rooms) {
        return type == EgressType.WEB
                ? Optional.of(new Source.Page())
                : rooms.find(roomName).map(this::sourceIn);
    }

    private Source sourceIn(Room room) {
        if (message instanceof ParticipantEgressRequest participant) {
            return new Source.Person(room, participant.getIdentity());
        }
        if (message instanceof TrackEgressRequest track) {
            return new Source.Tracks(room, Set.of(track.getTrackId()));
        }
        if (message instanceof TrackCompositeEgressRequest tracks) {
            return new Source.Tracks(
                    room,
                    Stream.of(tracks.getAudioTrackId(), tracks.getVideoTrackId())
                            .filter(sid -> !sid.isEmpty())
                            .collect(Collectors.toCollection(LinkedHashSet::new)));
        }
        return new Source.Everything(room);
    }

    /** The record as it begins: the request without stream keys, and its outputs. */
    EgressInfo.Builder describe(String egressId, long nanos) {
        EgressInfo.Builder info = EgressInfo.newBuilder()
                .setEgressId(egressId)
                .setRoomName(roomName)
                .setSourceType(type.sourceType())
                .setStartedAt(nanos)
                .setUpdatedAt(nanos);
        Message shown = StreamKeys.redacted(message);
        info.setField(info.getDescriptorForType().findFieldByName(type.field), shown);
        Outputs.describe(shown, info);
        return info;
    }
}
