package io.github.streamlifecycle.livekit.egress;

import io.github.streamlifecycle.livekit.checks.Checks;
import java.util.function.Consumer;
import livekit.LivekitEgress.DirectFileOutput;
import livekit.LivekitEgress.TrackEgressRequest;

/**
 * A track egress: one track, passed on as it was published and not encoded anew. It ends when the track does.
 *
 * @since 0.1.0
 */
public final class TrackEgress {
    private final TrackEgressRequest message;

    private TrackEgress(TrackEgressRequest message) {
        this.message = message;
    }

    /**
     * Makes an egress of a track, audio or video.
     *
     * @param trackId the track's id, as LiveKit gives it ({@code TR_...})
     * @return the egress
     * @throws IllegalArgumentException if the id is blank
     */
    public static TrackEgress of(String trackId) {
        return new TrackEgress(TrackEgressRequest.newBuilder()
                .setTrackId(Checks.notBlank("trackId", trackId))
                .build());
    }

    /**
     * Sets further options of LiveKit's own request, such as webhooks.
     *
     * @param options sets options on a copy of the request so far
     * @return an egress with these options
     */
    public TrackEgress with(Consumer<TrackEgressRequest.Builder> options) {
        TrackEgressRequest.Builder copy = message.toBuilder();
        options.accept(copy);
        return new TrackEgress(copy.build());
    }

    /**
     * Writes the track into a file, in the container that fits its codec.
     *
     * @param filepath the file's path on the egress worker, or in the storage the worker is configured for
     * @return the request
     * @throws IllegalArgumentException if the path is blank
     */
    public EgressRequest toFile(String filepath) {
        return to(DirectFileOutput.newBuilder()
                .setFilepath(Checks.notBlank("filepath", filepath))
                .build());
    }

    /**
     * Writes the track into a file with further options, such as a storage of its own.
     *
     * @param file LiveKit's output
     * @return the request
     */
    public EgressRequest to(DirectFileOutput file) {
        return EgressRequest.of(message.toBuilder().setFile(file).build());
    }

    /**
     * Sends the track, which has to be an audio track, to a web socket as PCM.
     *
     * @param url a {@code ws://} or {@code wss://} URL
     * @return the request
     * @throws IllegalArgumentException if it is not such a URL; the message names its scheme only
     */
    public EgressRequest toWebSocket(String url) {
        TargetUrl.scheme("a web socket", url, "ws", "wss");
        return EgressRequest.of(message.toBuilder().setWebsocketUrl(url).build());
    }

    /**
     * Describes the egress.
     *
     * @return a description that may be logged
     */
    @Override
    public String toString() {
        return Description.of(EgressKind.TRACK, message);
    }
}
