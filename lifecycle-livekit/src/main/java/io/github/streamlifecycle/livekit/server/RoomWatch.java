package io.github.streamlifecycle.livekit.server;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import java.net.URI;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;

/**
 * A source that looks at the media of a room from inside. {@code MediaWatch} of {@code .webrtc} is one; an interface, so that
 * a backend without WebRTC's native library, or with watchers in other processes, can bring its own.
 *
 * @since 0.1.0
 */
public interface RoomWatch {
    /**
     * Watches a room for as long as there is a subscriber.
     *
     * @param target the room, and the way into it
     * @return what is seen there. It never ends by itself: trouble of its own is {@link Observation.Blind}, and it comes back
     */
    Publisher<Observation> watch(Target target);

    /**
     * A room to watch, and the way into it.
     *
     * @param room the room's name
     * @param url the server's URL, {@code http(s)://} or {@code ws(s)://}
     * @param token asked for a token for each connection: one that joins this room hidden, as a dependent participant
     *     ({@code agent}), and publishes nothing
     * @param hosts the participants whose media matter
     */
    record Target(String room, URI url, Supplier<String> token, Predicate<RoomParticipant> hosts) {
        /**
         * Checks that nothing is missing.
         *
         * @param room the room's name
         * @param url the server's URL
         * @param token asked for a token for each connection
         * @param hosts the participants whose media matter
         */
        public Target {
            Objects.requireNonNull(room, "room");
            Objects.requireNonNull(url, "url");
            Objects.requireNonNull(token, "token");
            Objects.requireNonNull(hosts, "hosts");
        }

        /** The room and the server, without the token. */
        @Override
        public String toString() {
            return "room " + room + " at " + url.getHost();
        }
    }
}
