package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import java.util.function.Consumer;
import livekit.LivekitEgress.ParticipantEgressRequest;

/**
 * A participant egress: camera and microphone of one participant, without a layout. It ends when the participant leaves.
 *
 * @since 0.1.0
 */
public final class ParticipantEgress extends EgressSource {
    private final ParticipantEgressRequest message;

    private ParticipantEgress(ParticipantEgressRequest message) {
        this.message = message;
    }

    /**
     * Makes an egress of a participant. LiveKit waits up to 30 s for one who is not in the room yet.
     *
     * @param identity the participant's identity
     * @return the egress
     * @throws IllegalArgumentException if the identity is blank
     */
    public static ParticipantEgress of(String identity) {
        return new ParticipantEgress(ParticipantEgressRequest.newBuilder()
                .setIdentity(Checks.notBlank("identity", identity))
                .build());
    }

    /**
     * Sets further options of LiveKit's own request, such as the encoding. What identifies the egress is set here and
     * need not be repeated; outputs are added by {@link #to}.
     *
     * @param options sets options on a copy of the request so far
     * @return a source with these options
     */
    public ParticipantEgress with(Consumer<ParticipantEgressRequest.Builder> options) {
        ParticipantEgressRequest.Builder copy = message.toBuilder();
        options.accept(copy);
        return new ParticipantEgress(copy.build());
    }

    @Override
    Message.Builder builder() {
        return message.toBuilder();
    }

    @Override
    EgressRequest request(Message request) {
        return EgressRequest.of((ParticipantEgressRequest) request);
    }

    @Override
    public String toString() {
        return Description.of(EgressKind.PARTICIPANT, message);
    }
}
