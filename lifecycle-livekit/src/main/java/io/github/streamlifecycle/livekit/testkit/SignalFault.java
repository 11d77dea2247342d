package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.function.Consumer;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.LeaveRequest;

/**
 * Trouble with LiveKit's own signalling that befalls at once all who are in rooms of a {@link LiveKitDouble} by it, such
 * as viewers and watchers. Hosts over WHIP and {@link RoomMember}s are not in rooms by signalling: they go on.
 *
 * <p>Durations are on the double's clock. Those of zero end what lasts.
 *
 * @since 0.1.0
 */
public final class SignalFault {
    private final Consumer<Signalling> effect;

    private SignalFault(Consumer<Signalling> effect) {
        this.effect = effect;
    }

    void befall(Signalling signalling) {
        effect.accept(signalling);
    }

    /**
     * All WebSockets are cut without a word. A participant that does not join again is missed 21.9 s later.
     *
     * @return the fault
     */
    public static SignalFault cut() {
        return new SignalFault(Signalling::cut);
    }

    /**
     * The server sends {@code leave} and closes the WebSocket.
     *
     * @param reason the reason it gives
     * @param action what it asks the client to do; unless that is RESUME, the participant is not in the room any more
     * @return the fault
     */
    public static SignalFault leave(DisconnectReason reason, LeaveRequest.Action action) {
        return new SignalFault(signalling -> signalling.askToLeave(reason, action));
    }

    /**
     * The server says nothing and hears nothing, while its WebSockets stay open and media flow: it answers no ping.
     * Those who join meanwhile are welcomed when it is over.
     *
     * @param length how long that lasts
     * @return the fault
     */
    public static SignalFault silence(Duration length) {
        return new SignalFault(signalling -> signalling.silence(length));
    }

    /**
     * Nobody may join: each token is refused with 401. Those who are in rooms stay.
     *
     * @param length how long that lasts
     * @return the fault
     */
    public static SignalFault refusal(Duration length) {
        return new SignalFault(signalling -> signalling.close(Signalling.Door.REFUSES, length));
    }

    /**
     * The node that serves the signalling restarts: all WebSockets are cut, and whoever joins before it is back finds no
     * server. The rooms are on another node, and stay.
     *
     * @param length how long it is away
     * @return the fault
     */
    public static SignalFault restart(Duration length) {
        return new SignalFault(signalling -> {
            signalling.close(Signalling.Door.AWAY, length);
            signalling.cut();
        });
    }
}
