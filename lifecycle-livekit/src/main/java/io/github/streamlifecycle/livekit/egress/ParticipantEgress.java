package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.EncodedOutputs;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import retrofit2.Call;

/**
 * A participant egress: camera and microphone of one participant, without a layout. Ends when the participant leaves.
 *
 * @since 0.1.0
 */
public final class ParticipantEgress extends EgressSource {
    private final String identity;

    private ParticipantEgress(String identity) {
        this.identity = identity;
    }

    /**
     * A participant. LiveKit waits up to 30 s for one who is not in the room yet.
     *
     * @param identity the participant's identity
     * @return the participant
     * @throws IllegalArgumentException if the identity is blank
     */
    public static ParticipantEgress of(String identity) {
        return new ParticipantEgress(Checks.named("identity", identity));
    }

    @Override
    Call<EgressInfo> start(EgressServiceClient client, String room, EncodedOutputs outputs) {
        return client.startParticipantEgress(room, identity, outputs);
    }

    @Override
    Optional<? extends Message> requestIn(EgressInfo info) {
        return Optional.of(info)
                .filter(EgressInfo::hasParticipant)
                .map(EgressInfo::getParticipant)
                .filter(started -> started.getIdentity().equals(identity));
    }

    @Override
    public String toString() {
        return "participant (" + identity + ")";
    }
}
