package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.guard.RoomEvent;

/** A message to the entity of a room. */
sealed interface RoomMessage {
    /**
     * Something has happened to the room, as a replica was told.
     *
     * @param event what happened
     * @param replica the address of the replica that was told
     * @param sentAtMillis when it sent this, in milliseconds since the epoch by its clock
     */
    record Told(RoomEvent event, String replica, long sentAtMillis) implements RoomMessage, Sent {}

    /** The room was guarded elsewhere until now. */
    final class Resume implements RoomMessage, Sent {
        private final byte[] guard;

        /**
         * Keeps the bytes, not a copy.
         *
         * @param guard the guard that it had there, written down
         */
        Resume(byte[] guard) {
            this.guard = guard;
        }

        byte[] guard() {
            return guard;
        }
    }

    /**
     * An effect of the room's own guard has led to this.
     *
     * @param event what happened
     */
    record Own(RoomEvent event) implements RoomMessage {}

    /**
     * A replica does not answer any more.
     *
     * @param replica its address
     */
    record OutOfReach(String replica) implements RoomMessage {}

    /** What was held may go on, if it is not held any more. */
    record GoOn() implements RoomMessage {}

    /** The room is to be guarded elsewhere, or not at all if there is nothing to guard. */
    record HandOver() implements RoomMessage {}
}
