package io.github.streamlifecycle.livekit.testkit;

import java.util.Set;

/** What an egress records. */
sealed interface Source {
    /** Whether there is something to record. */
    boolean isThere();

    /** A page that has nothing to do with any room. */
    record Page() implements Source {
        @Override
        public boolean isThere() {
            return true;
        }
    }

    /** A source that ends with its room. */
    sealed interface InRoom extends Source {
        Room room();
    }

    /** A source that is waited for, and that ends when it has gone, though its room stays. */
    sealed interface Fleeting extends InRoom {
        boolean isGone();

        /** The server's word for it when it never came. */
        String missing();
    }

    /** All of a room. */
    record Everything(Room room) implements InRoom {
        @Override
        public boolean isThere() {
            return room.hasTracks();
        }
    }

    /** One participant. */
    record Person(Room room, String identity) implements Fleeting {
        @Override
        public boolean isThere() {
            Participant participant = room.participants.get(identity);
            return participant != null && participant.publishes();
        }

        @Override
        public boolean isGone() {
            return !room.participants.containsKey(identity);
        }

        @Override
        public String missing() {
            return "participant " + identity + " not found";
        }
    }

    /** Some tracks, until none of them is left. */
    record Tracks(Room room, Set<String> sids) implements Fleeting {
        @Override
        public boolean isThere() {
            return sids.stream().anyMatch(room::hasTrack);
        }

        @Override
        public boolean isGone() {
            return !isThere();
        }

        @Override
        public String missing() {
            return "track " + String.join(", ", sids) + " not found";
        }
    }
}
