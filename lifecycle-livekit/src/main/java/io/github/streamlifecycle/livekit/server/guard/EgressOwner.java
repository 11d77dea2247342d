package io.github.streamlifecycle.livekit.server.guard;

import java.util.List;
import java.util.Objects;

/**
 * The participants without whom an egress has nothing to show.
 *
 * @since 0.1.0
 */
public sealed interface EgressOwner {
    /** The host of the room, by the rule of the guard: a room composite's, or that of an egress of unknown kind. */
    record Host() implements EgressOwner {}

    /**
     * One participant: that of a participant egress.
     *
     * @param identity the participant's identity
     */
    record Participant(String identity) implements EgressOwner {
        /**
         * Checks that there is an identity.
         *
         * @param identity the participant's identity
         */
        public Participant {
            Objects.requireNonNull(identity, "identity");
        }
    }

    /**
     * The publisher of tracks: that of a track egress or a track composite.
     *
     * @param tracks the tracks' sids ({@code TR_...})
     */
    record PublisherOf(List<String> tracks) implements EgressOwner {
        /**
         * Keeps a copy.
         *
         * @param tracks the tracks' sids
         */
        public PublisherOf {
            tracks = List.copyOf(tracks);
        }
    }
}
