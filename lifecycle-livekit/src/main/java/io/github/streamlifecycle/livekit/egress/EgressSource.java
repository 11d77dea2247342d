package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.EncodedOutputs;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import retrofit2.Call;

/**
 * What an egress shows, encoded anew for where it goes. Give it one or more outputs and it is an {@link EgressRequest}.
 *
 * <p>A single {@link TrackEgress} that is passed on as it was published is not among them.
 *
 * @since 0.1.0
 */
public abstract sealed class EgressSource
        permits RoomCompositeEgress, WebEgress, ParticipantEgress, TrackCompositeEgress {
    EgressSource() {}

    /**
     * Sends it to one or more outputs at once, at most one of a kind: streams (RTMP or SRT), file, segments, images.
     *
     * @param outputs where it goes
     * @return the request
     * @throws IllegalArgumentException if there is no output, or two are of the same kind
     */
    public EgressRequest to(EgressOutput... outputs) {
        return new Request(this, Outputs.of(outputs));
    }

    /**
     * Pushes it to a platform: short for {@link #to} with {@link EgressOutput#rtmp}.
     *
     * @param url an {@code rtmp://} or {@code rtmps://} URL, stream key included
     * @return the request
     * @throws IllegalArgumentException if it is not such a URL; the message names its scheme only, for the key's sake
     */
    public EgressRequest toRtmp(String url) {
        return to(EgressOutput.rtmp(url));
    }

    /**
     * Records it into a file: short for {@link #to} with {@link EgressOutput#file}.
     *
     * @param filepath the file's path on the egress worker, or in the storage the worker is configured for
     * @return the request
     * @throws IllegalArgumentException if the path is blank
     */
    public EgressRequest toFile(String filepath) {
        return to(EgressOutput.file(filepath));
    }

    public boolean isInARoom() {
        return true;
    }

    abstract Call<EgressInfo> start(EgressServiceClient client, String room, EncodedOutputs outputs);

    /** The request part of a record, if it is one of this source. */
    abstract Optional<? extends Message> requestIn(EgressInfo info);

    /**
     * What is shown.
     *
     * @return a description that may be logged
     */
    @Override
    public abstract String toString();

    static final class Request extends EgressRequest {
        private final EgressSource source;
        private final Outputs outputs;

        private Request(EgressSource source, Outputs outputs) {
            this.source = source;
            this.outputs = outputs;
        }

        @Override
        public boolean mayHaveStarted(EgressInfo info) {
            return source.requestIn(info).filter(outputs::areThoseOf).isPresent();
        }

        @Override
        public boolean isInARoom() {
            return source.isInARoom();
        }

        @Override
        public Call<EgressInfo> start(EgressServiceClient client, String room) {
            return source.start(client, room, outputs.encoded());
        }

        @Override
        public String toString() {
            return source + " to " + outputs;
        }
    }
}
