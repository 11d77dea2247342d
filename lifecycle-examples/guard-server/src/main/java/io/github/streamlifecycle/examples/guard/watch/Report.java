package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomParticipant;

/** A message of a watcher process to the guard server. */
sealed interface Report {
    /**
     * The first report: the process can watch.
     *
     * @param version the version of the messages that it sends and understands
     */
    record Ready(int version) implements Report {
        /** The version of the messages in this build. A server whose files were replaced under it starts newer watchers. */
        static final int VERSION = 1;
    }

    /**
     * The first report instead of {@link Ready}: webrtc-java does not work on this machine.
     *
     * @param why the reason, for logs
     */
    record Unusable(String why) implements Report {}

    /**
     * A sign of life that went through the native threads which do the watching.
     *
     * @param residentBytes the memory that the process occupies; 0 where the system does not tell
     */
    record Beat(long residentBytes) implements Report {}

    /**
     * A token is needed to connect.
     *
     * @param question the number that the answer names
     * @param watch the watch that connects
     */
    record TokenWanted(long question, long watch) implements Report {}

    /**
     * The watcher does not know whether a participant's media matter.
     *
     * @param question the number that the answer names
     * @param watch the watch that sees the participant
     * @param participant the participant
     */
    record HostAsked(long question, long watch, RoomParticipant participant) implements Report {}

    /**
     * An observation of a room.
     *
     * @param watch the watch that made it
     * @param observation one of those that a media watch makes: Sees, Blind, Media, Left
     */
    record Seen(long watch, Observation observation) implements Report {}
}
