package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.Objects;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import org.jspecify.annotations.Nullable;

/**
 * An egress to be started in some room: one of LiveKit's own request messages, whose room is filled in when it is
 * started. A value: it may be started any number of times.
 *
 * <p>Most requests are made from {@link RoomCompositeEgress}, {@link WebEgress}, {@link ParticipantEgress},
 * {@link TrackCompositeEgress} or {@link TrackEgress}, whose {@code with} sets any further option of the message:
 *
 * <pre>{@code
 * RoomCompositeEgress.layout("speaker")
 *         .with(request -> request.setPreset(EncodingOptionsPreset.H264_1080P_30))
 *         .toRtmp("rtmps://live.example.com/app/stream-key")
 * }</pre>
 *
 * <p>A message that was made elsewhere is taken as it is by {@code of}.
 *
 * @since 0.1.0
 */
public final class EgressRequest {
    private static final String ROOM = "room_name";

    private final EgressKind kind;
    /** Without a room. */
    private final Message message;

    private EgressRequest(EgressKind kind, Message message) {
        this.kind = kind;
        this.message = message;
    }

    /**
     * Takes a room composite egress.
     *
     * @param message LiveKit's request; the room in it is ignored
     * @return the request
     */
    public static EgressRequest of(RoomCompositeEgressRequest message) {
        return new EgressRequest(
                EgressKind.ROOM_COMPOSITE, message.toBuilder().clearRoomName().build());
    }

    /**
     * Takes a web egress.
     *
     * @param message LiveKit's request
     * @return the request
     */
    public static EgressRequest of(WebEgressRequest message) {
        return new EgressRequest(EgressKind.WEB, message);
    }

    /**
     * Takes a participant egress.
     *
     * @param message LiveKit's request; the room in it is ignored
     * @return the request
     */
    public static EgressRequest of(ParticipantEgressRequest message) {
        return new EgressRequest(
                EgressKind.PARTICIPANT, message.toBuilder().clearRoomName().build());
    }

    /**
     * Takes a track composite egress.
     *
     * @param message LiveKit's request; the room in it is ignored
     * @return the request
     */
    public static EgressRequest of(TrackCompositeEgressRequest message) {
        return new EgressRequest(
                EgressKind.TRACK_COMPOSITE, message.toBuilder().clearRoomName().build());
    }

    /**
     * Takes a track egress.
     *
     * @param message LiveKit's request; the room in it is ignored
     * @return the request
     */
    public static EgressRequest of(TrackEgressRequest message) {
        return new EgressRequest(
                EgressKind.TRACK, message.toBuilder().clearRoomName().build());
    }

    /**
     * Returns which of LiveKit's requests this is.
     *
     * @return the kind, which tells the type of the {@link #message}
     */
    public EgressKind kind() {
        return kind;
    }

    /**
     * Returns LiveKit's message. It may hold secrets, such as stream keys and the credentials of a storage.
     *
     * @return the message, without a room
     */
    public Message message() {
        return message;
    }

    /**
     * Returns LiveKit's message as it is sent to start the egress in a room.
     *
     * @param room the room's name
     * @return the message with that room; for a web egress the message unchanged, since it belongs to no room
     */
    public Message messageFor(String room) {
        @Nullable FieldDescriptor field = message.getDescriptorForType().findFieldByName(ROOM);
        return field == null
                ? message
                : message.toBuilder().setField(field, room).build();
    }

    /**
     * Returns whether the egress belongs to a room, by which it is found.
     *
     * @return false for a web egress
     */
    public boolean isInRoom() {
        return kind != EgressKind.WEB;
    }

    /**
     * Returns whether a record of the server may be of an egress that was started by this request. Compared is the
     * record's copy of the request, in which LiveKit hides stream keys and credentials; rooms are not compared.
     *
     * @param info a record, as LiveKit lists it
     * @return true if the record shows all that was requested, and no other outputs
     */
    public boolean mayHaveStarted(EgressInfo info) {
        return switch (kind) {
            case ROOM_COMPOSITE -> info.hasRoomComposite() && isShownAs(info.getRoomComposite());
            case WEB -> info.hasWeb() && isShownAs(info.getWeb());
            case PARTICIPANT -> info.hasParticipant() && isShownAs(info.getParticipant());
            case TRACK_COMPOSITE -> info.hasTrackComposite() && isShownAs(info.getTrackComposite());
            case TRACK -> info.hasTrack() && isShownAs(info.getTrack());
        };
    }

    private boolean isShownAs(Message record) {
        return RecordedRequest.shows(record, message);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EgressRequest request && kind == request.kind && message.equals(request.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, message);
    }

    /**
     * Describes the request without any secret: stream keys, credentials, and what follows the host of a URL are left
     * out, and of options without a description only the name is shown.
     *
     * @return a description that may be logged
     */
    @Override
    public String toString() {
        return Description.of(kind, message);
    }
}
