package io.github.streamlifecycle.livekit.egress;

import io.livekit.server.EgressServiceClient;
import livekit.LivekitEgress.EgressInfo;
import retrofit2.Call;

/**
 * An egress to be started in some room: what it shows and where it goes.
 *
 * <p>Made from an {@link EgressSource} ({@link RoomCompositeEgress}, {@link WebEgress}, {@link ParticipantEgress},
 * {@link TrackCompositeEgress}) or from a {@link TrackEgress}. Immutable: it may be started any number of times.
 *
 * @since 0.1.0
 */
public abstract sealed class EgressRequest permits EgressSource.Request, TrackEgress.Request {
    EgressRequest() {}

    /**
     * Whether a record may be of an egress that was started by this request. Only the record's request part is
     * compared, which keeps file names as they were sent; stream keys are redacted there. Rooms are not compared.
     */
    public abstract boolean mayHaveStarted(EgressInfo info);

    /** Whether its egress belongs to a room, which is how it is found. */
    public boolean isInARoom() {
        return true;
    }

    /** The call that starts it. A web egress belongs to no room: for one the room is ignored. */
    public abstract Call<EgressInfo> start(EgressServiceClient client, String room);

    /**
     * What is requested, without stream keys.
     *
     * @return a description that may be logged
     */
    @Override
    public abstract String toString();
}
