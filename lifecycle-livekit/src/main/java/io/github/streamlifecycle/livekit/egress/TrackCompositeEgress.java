package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.EncodedOutputs;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import retrofit2.Call;

/**
 * A track composite egress: one audio and one video track in step, or one of them alone. Ends when a track does.
 *
 * @since 0.1.0
 */
public final class TrackCompositeEgress extends EgressSource {
    private static final String NONE = "";

    private final String audioTrackId;
    private final String videoTrackId;
    private final String shown;

    private TrackCompositeEgress(String audioTrackId, String videoTrackId, String shown) {
        this.audioTrackId = audioTrackId;
        this.videoTrackId = videoTrackId;
        this.shown = shown;
    }

    /**
     * Sound and picture.
     *
     * @param audioTrackId the audio track's id, as LiveKit gives it ({@code TR_...})
     * @param videoTrackId the video track's id
     * @return the composite
     * @throws IllegalArgumentException if an id is blank
     */
    public static TrackCompositeEgress of(String audioTrackId, String videoTrackId) {
        return new TrackCompositeEgress(
                Checks.named("audioTrackId", audioTrackId),
                Checks.named("videoTrackId", videoTrackId),
                "audio " + audioTrackId + ", video " + videoTrackId);
    }

    /**
     * Sound alone.
     *
     * @param audioTrackId the audio track's id
     * @return the composite
     * @throws IllegalArgumentException if the id is blank
     */
    public static TrackCompositeEgress audio(String audioTrackId) {
        return new TrackCompositeEgress(Checks.named("audioTrackId", audioTrackId), NONE, "audio " + audioTrackId);
    }

    /**
     * The picture alone.
     *
     * @param videoTrackId the video track's id
     * @return the composite
     * @throws IllegalArgumentException if the id is blank
     */
    public static TrackCompositeEgress video(String videoTrackId) {
        return new TrackCompositeEgress(NONE, Checks.named("videoTrackId", videoTrackId), "video " + videoTrackId);
    }

    @Override
    Call<EgressInfo> start(EgressServiceClient client, String room, EncodedOutputs outputs) {
        return client.startTrackCompositeEgress(room, outputs, audioTrackId, videoTrackId);
    }

    @Override
    Optional<? extends Message> requestIn(EgressInfo info) {
        return Optional.of(info)
                .filter(EgressInfo::hasTrackComposite)
                .map(EgressInfo::getTrackComposite)
                .filter(started -> started.getAudioTrackId().equals(audioTrackId)
                        && started.getVideoTrackId().equals(videoTrackId));
    }

    @Override
    public String toString() {
        return "track composite (" + shown + ")";
    }
}
