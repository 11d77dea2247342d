package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.EncodedOutputs;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import retrofit2.Call;

/**
 * A room composite egress: the whole room, laid out and mixed as one picture.
 *
 * @since 0.1.0
 */
public final class RoomCompositeEgress extends EgressSource {
    private final String layout;

    private RoomCompositeEgress(String layout) {
        this.layout = layout;
    }

    /**
     * A composite in LiveKit's {@code grid} layout.
     *
     * @return the composite
     */
    public static RoomCompositeEgress grid() {
        return layout("grid");
    }

    /**
     * A composite in a layout of LiveKit's own ({@code grid}, {@code speaker}, {@code single-speaker}) or of your own.
     *
     * @param layout the layout's name
     * @return the composite
     * @throws IllegalArgumentException if the name is blank
     */
    public static RoomCompositeEgress layout(String layout) {
        return new RoomCompositeEgress(Checks.named("layout", layout));
    }

    @Override
    Call<EgressInfo> start(EgressServiceClient client, String room, EncodedOutputs outputs) {
        return client.startRoomCompositeEgress(room, outputs, layout);
    }

    @Override
    Optional<? extends Message> requestIn(EgressInfo info) {
        return Optional.of(info)
                .filter(EgressInfo::hasRoomComposite)
                .map(EgressInfo::getRoomComposite)
                .filter(started -> started.getLayout().equals(layout));
    }

    @Override
    public String toString() {
        return "room composite (" + layout + ")";
    }
}
