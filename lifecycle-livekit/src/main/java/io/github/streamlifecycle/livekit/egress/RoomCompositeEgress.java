package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import java.util.function.Consumer;
import livekit.LivekitEgress.RoomCompositeEgressRequest;

/**
 * A room composite egress: the whole room, laid out and mixed as one picture.
 *
 * @since 0.1.0
 */
public final class RoomCompositeEgress extends EgressSource {
    private final RoomCompositeEgressRequest message;

    private RoomCompositeEgress(RoomCompositeEgressRequest message) {
        this.message = message;
    }

    /**
     * Makes a composite in LiveKit's {@code grid} layout.
     *
     * @return the composite
     */
    public static RoomCompositeEgress grid() {
        return layout("grid");
    }

    /**
     * Makes a composite in a layout of LiveKit's own ({@code grid}, {@code speaker}, {@code single-speaker}) or of your
     * own.
     *
     * @param layout the layout's name
     * @return the composite
     * @throws IllegalArgumentException if the name is blank
     */
    public static RoomCompositeEgress layout(String layout) {
        return new RoomCompositeEgress(RoomCompositeEgressRequest.newBuilder()
                .setLayout(Checks.notBlank("layout", layout))
                .build());
    }

    /**
     * Sets further options of LiveKit's own request, such as the encoding. What identifies the egress is set here and
     * need not be repeated; outputs are added by {@link #to}.
     *
     * @param options sets options on a copy of the request so far
     * @return a source with these options
     */
    public RoomCompositeEgress with(Consumer<RoomCompositeEgressRequest.Builder> options) {
        RoomCompositeEgressRequest.Builder copy = message.toBuilder();
        options.accept(copy);
        return new RoomCompositeEgress(copy.build());
    }

    @Override
    Message.Builder builder() {
        return message.toBuilder();
    }

    @Override
    EgressRequest request(Message request) {
        return EgressRequest.of((RoomCompositeEgressRequest) request);
    }

    @Override
    public String toString() {
        return Description.of(EgressKind.ROOM_COMPOSITE, message);
    }
}
