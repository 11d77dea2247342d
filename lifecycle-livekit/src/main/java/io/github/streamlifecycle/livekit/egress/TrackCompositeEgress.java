package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import java.util.function.Consumer;
import livekit.LivekitEgress.TrackCompositeEgressRequest;

/**
 * A track composite egress: one audio and one video track in step, or one of them alone. It ends when a track does.
 *
 * @since 0.1.0
 */
public final class TrackCompositeEgress extends EgressSource {
    private final TrackCompositeEgressRequest message;

    private TrackCompositeEgress(TrackCompositeEgressRequest message) {
        this.message = message;
    }

    /**
     * Makes an egress of sound and picture.
     *
     * @param audioTrackId the audio track's id, as LiveKit gives it ({@code TR_...})
     * @param videoTrackId the video track's id
     * @return the composite
     * @throws IllegalArgumentException if an id is blank
     */
    public static TrackCompositeEgress of(String audioTrackId, String videoTrackId) {
        return audio(audioTrackId)
                .with(request -> request.setVideoTrackId(Checks.notBlank("videoTrackId", videoTrackId)));
    }

    /**
     * Makes an egress of sound alone.
     *
     * @param audioTrackId the audio track's id
     * @return the composite
     * @throws IllegalArgumentException if the id is blank
     */
    public static TrackCompositeEgress audio(String audioTrackId) {
        return new TrackCompositeEgress(TrackCompositeEgressRequest.newBuilder()
                .setAudioTrackId(Checks.notBlank("audioTrackId", audioTrackId))
                .build());
    }

    /**
     * Makes an egress of the picture alone.
     *
     * @param videoTrackId the video track's id
     * @return the composite
     * @throws IllegalArgumentException if the id is blank
     */
    public static TrackCompositeEgress video(String videoTrackId) {
        return new TrackCompositeEgress(TrackCompositeEgressRequest.newBuilder()
                .setVideoTrackId(Checks.notBlank("videoTrackId", videoTrackId))
                .build());
    }

    /**
     * Sets further options of LiveKit's own request, such as the encoding. What identifies the egress is set here and
     * need not be repeated; outputs are added by {@link #to}.
     *
     * @param options sets options on a copy of the request so far
     * @return a source with these options
     */
    public TrackCompositeEgress with(Consumer<TrackCompositeEgressRequest.Builder> options) {
        TrackCompositeEgressRequest.Builder copy = message.toBuilder();
        options.accept(copy);
        return new TrackCompositeEgress(copy.build());
    }

    @Override
    Message.Builder builder() {
        return message.toBuilder();
    }

    @Override
    EgressRequest request(Message request) {
        return EgressRequest.of((TrackCompositeEgressRequest) request);
    }

    @Override
    public String toString() {
        return Description.of(EgressKind.TRACK_COMPOSITE, message);
    }
}
