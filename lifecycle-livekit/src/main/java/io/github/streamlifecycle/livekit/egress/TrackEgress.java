package io.github.streamlifecycle.livekit.egress;

import io.github.streamlifecycle.livekit.checks.Checks;
import io.livekit.server.EgressServiceClient;
import livekit.LivekitEgress.DirectFileOutput;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.TrackEgressRequest;
import retrofit2.Call;

/**
 * A track egress: one track, passed on as it was published and not encoded anew. Ends when the track does.
 *
 * @since 0.1.0
 */
public final class TrackEgress {
    private final String trackId;

    private TrackEgress(String trackId) {
        this.trackId = trackId;
    }

    /**
     * A track, audio or video.
     *
     * @param trackId the track's id, as LiveKit gives it ({@code TR_...})
     * @return the track
     * @throws IllegalArgumentException if the id is blank
     */
    public static TrackEgress of(String trackId) {
        return new TrackEgress(Checks.named("trackId", trackId));
    }

    /**
     * Writes the track into a file, in the container that fits its codec.
     *
     * @param filepath the file's path on the egress worker, or in the storage the worker is configured for
     * @return the request
     * @throws IllegalArgumentException if the path is blank
     */
    public EgressRequest toFile(String filepath) {
        DirectFileOutput file = DirectFileOutput.newBuilder()
                .setFilepath(Checks.named("filepath", filepath))
                .build();
        return new Request(sent().setFile(file).build(), filepath);
    }

    /**
     * Sends the track, which has to be an audio track, to a web socket as PCM.
     *
     * @param url a {@code ws://} or {@code wss://} URL
     * @return the request
     * @throws IllegalArgumentException if it is not such a URL; the message names its scheme only
     */
    public EgressRequest toWebSocket(String url) {
        String scheme = TargetUrl.scheme("a web socket", url, "ws", "wss");
        return new Request(sent().setWebsocketUrl(url).build(), scheme + "://...");
    }

    private TrackEgressRequest.Builder sent() {
        return TrackEgressRequest.newBuilder().setTrackId(trackId);
    }

    @Override
    public String toString() {
        return "track (" + trackId + ")";
    }

    static final class Request extends EgressRequest {
        private final TrackEgressRequest sent;
        private final String target;

        private Request(TrackEgressRequest sent, String target) {
            this.sent = sent;
            this.target = target;
        }

        @Override
        public boolean mayHaveStarted(EgressInfo info) {
            TrackEgressRequest started = info.getTrack();
            // one of file and URL is set, the other is empty in both
            return started.getTrackId().equals(sent.getTrackId())
                    && started.getFile().getFilepath().equals(sent.getFile().getFilepath())
                    && started.getWebsocketUrl().equals(sent.getWebsocketUrl());
        }

        @Override
        public Call<EgressInfo> start(EgressServiceClient client, String room) {
            return sent.hasFile()
                    ? client.startTrackEgress(room, sent.getFile(), sent.getTrackId())
                    : client.startTrackEgress(room, sent.getWebsocketUrl(), sent.getTrackId());
        }

        @Override
        public String toString() {
            return "track (" + sent.getTrackId() + ") to " + target;
        }
    }
}
