package io.github.streamlifecycle.livekit;

import io.livekit.server.EgressServiceClient;
import livekit.LivekitEgress.EgressInfo;
import retrofit2.Call;

/**
 * An egress to be started in some room: what it shows and where it goes.
 *
 * @since 0.1.0
 */
public abstract sealed class EgressRequest permits RoomComposite.Request {
    EgressRequest() {}

    /** Whether a record may be of an egress that was started by this request. Stream keys are redacted in records. */
    abstract boolean mayHaveStarted(EgressInfo info);

    abstract Call<EgressInfo> start(EgressServiceClient client, String room);

    /**
     * What is requested, without stream keys.
     *
     * @return a description that may be logged
     */
    @Override
    public abstract String toString();
}
