package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.calls.EgressCalls;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.stop.EgressStops;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.reactivex.rxjava3.core.Scheduler;
import java.util.function.BinaryOperator;

/**
 * The ways to one server that the guards of its rooms need. {@code LiveKit} makes it.
 *
 * @param calls the calls to the server
 * @param stops the confirmed stops, shared with the other guards of the server
 * @param access the keys to the server and to what it signs
 * @param scheduler the threads and the timers of guards
 * @param delivery the threads on which events are delivered
 * @since 0.1.0
 */
public record RoomServer(EgressCalls calls, EgressStops stops, Access access, Scheduler scheduler, Delivery delivery) {
    /**
     * The keys to a server.
     *
     * @param url the server's URL
     * @param keys the API keys by which webhooks and hosts' tokens are signed
     * @param watchTokens makes a token with which a room may be watched, of the room's name and the watcher's identity: a
     *     secret
     */
    public record Access(String url, ApiKeys keys, BinaryOperator<String> watchTokens) {
        /** The server's URL, without the keys. */
        @Override
        public String toString() {
            return url;
        }
    }

    RoomServer on(Scheduler changed) {
        return new RoomServer(calls, stops, access, changed, delivery);
    }
}
