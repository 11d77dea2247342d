package io.github.streamlifecycle.livekit.testkit;

import java.util.List;
import java.util.function.Predicate;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantPermission;
import livekit.LivekitModels.TrackInfo;
import livekit.LivekitModels.TrackType;
import org.jspecify.annotations.Nullable;

/** Who is in a room: a host, a viewer or a recorder. */
@SuppressWarnings("deprecation") // what LiveKit deprecates, it still sends
final class Participant {
    final ParticipantInfo.Builder info;
    private final Camera camera;

    /** Where the media of what it publishes come from. */
    @Nullable
    Feed feed;

    private Participant(ParticipantInfo.Builder info, Camera camera) {
        this.info = info;
        this.camera = camera;
    }

    static Participant whipHost(String sid, String identity, String name, World world) {
        return new Participant(
                active(sid, identity, world)
                        .setName(name)
                        .setPermission(ParticipantPermission.newBuilder()
                                .setCanPublish(true)
                                .setCanPublishData(true)),
                Camera.WHIP);
    }

    static Participant browserHost(String sid, String identity, World world) {
        return new Participant(
                signalling(active(sid, identity, world), "CAP_COMPRESSION_DEFLATE_RAW")
                        .setPermission(ParticipantPermission.newBuilder()
                                .setCanSubscribe(true)
                                .setCanPublish(true)
                                .setCanPublishData(true)),
                Camera.BROWSER);
    }

    static Participant viewer(String sid, String identity, World world) {
        return new Participant(
                signalling(active(sid, identity, world), "CAP_PACKET_TRAILER", "CAP_COMPRESSION_DEFLATE_RAW")
                        .setPermission(ParticipantPermission.newBuilder()
                                .setCanSubscribe(true)
                                .setCanPublishData(true)),
                Camera.BROWSER);
    }

    /** Whoever joins by LiveKit's signalling to subscribe: a viewer, or a watcher that nobody sees. */
    static Participant subscriber(String sid, Grants grants, World world) {
        ParticipantPermission.Builder permission = ParticipantPermission.newBuilder()
                .setCanSubscribe(grants.doesNotForbid("canSubscribe"))
                .setCanPublish(grants.doesNotForbid("canPublish"))
                .setCanPublishData(grants.doesNotForbid("canPublishData"))
                .setHidden(grants.allows("hidden"))
                .setRecorder(grants.allows("recorder"))
                .setAgent(grants.allows("agent"));
        ParticipantInfo.Builder info = active(sid, grants.identity(), world)
                .setState(ParticipantInfo.State.JOINED)
                .setName(grants.name())
                .setPermission(permission);
        return new Participant(info, Camera.BROWSER);
    }

    /** The recorder of an egress that LiveKit's own SDK records. */
    static Participant sdkRecorder(String sid, String egressId, World world) {
        return new Participant(recorder(active(sid, egressId, world)), Camera.BROWSER);
    }

    /** The recorder of an egress that a Chrome records. */
    static Participant chromeRecorder(String sid, String egressId, World world) {
        return new Participant(
                recorder(signalling(active(sid, egressId, world), "CAP_COMPRESSION_DEFLATE_RAW")), Camera.BROWSER);
    }

    private static ParticipantInfo.Builder active(String sid, String identity, World world) {
        return ParticipantInfo.newBuilder()
                .setSid(sid)
                .setIdentity(identity)
                .setState(ParticipantInfo.State.ACTIVE)
                .setJoinedAt(world.seconds())
                .setJoinedAtMs(world.millis())
                .setVersion(2);
    }

    private static ParticipantInfo.Builder signalling(ParticipantInfo.Builder info, String... capabilities) {
        return info.setClientProtocol(2).setUnknownFields(NewerFields.capabilities(capabilities));
    }

    private static ParticipantInfo.Builder recorder(ParticipantInfo.Builder info) {
        return info.setKind(ParticipantInfo.Kind.EGRESS)
                .setPermission(ParticipantPermission.newBuilder()
                        .setCanSubscribe(true)
                        .setHidden(true)
                        .setRecorder(true));
    }

    TrackInfo newCamera(String trackSid, int ssrc, World world) {
        return camera.track(trackSid, ssrc, world);
    }

    void publish(TrackInfo track) {
        info.addTracks(track).setIsPublisher(true).setVersion(info.getVersion() + 1);
    }

    /** Takes the tracks away, and returns them as they were last seen. */
    List<TrackInfo> unpublish() {
        List<TrackInfo> tracks = info.getTracksList().stream()
                .map(track -> track.getType() == TrackType.VIDEO ? camera.measured(track) : track)
                .toList();
        info.clearTracks();
        return tracks;
    }

    void gone(DisconnectReason reason) {
        info.setState(ParticipantInfo.State.DISCONNECTED)
                .setDisconnectReason(reason)
                .setVersion(info.getVersion() + 1);
    }

    boolean isRecorder() {
        return info.getKind() == ParticipantInfo.Kind.EGRESS;
    }

    /** Whether it comes and goes with the others, and holds no room open. */
    boolean isDependent() {
        return isRecorder()
                || info.getPermission().getAgent()
                || info.getPermission().getRecorder();
    }

    boolean isHidden() {
        return info.getPermission().getHidden();
    }

    /** Mutes or unmutes all tracks. */
    void mute(Muting muting) {
        mute(track -> true, muting);
    }

    /** Mutes or unmutes one track. */
    void mute(String trackSid, Muting muting) {
        mute(track -> track.getSid().equals(trackSid), muting);
    }

    private void mute(Predicate<TrackInfo.Builder> which, Muting muting) {
        info.getTracksBuilderList().stream().filter(which).forEach(track -> track.setMuted(muting == Muting.MUTED));
        info.setVersion(info.getVersion() + 1);
    }

    boolean isMuted() {
        return info.getTracksList().stream().allMatch(TrackInfo::getMuted);
    }

    /** One of the tracks that it publishes. */
    TrackInfo track(String sid) {
        return info.getTracksList().stream()
                .filter(track -> track.getSid().equals(sid))
                .findFirst()
                .orElseThrow();
    }

    boolean publishes() {
        return info.getTracksCount() > 0;
    }

    boolean publishes(String trackSid) {
        return info.getTracksList().stream().anyMatch(track -> track.getSid().equals(trackSid));
    }

    String sid() {
        return info.getSid();
    }

    String identity() {
        return info.getIdentity();
    }

    /** As webhooks about tracks name it. */
    ParticipantInfo reference() {
        return ParticipantInfo.newBuilder()
                .setSid(sid())
                .setIdentity(identity())
                .build();
    }
}
