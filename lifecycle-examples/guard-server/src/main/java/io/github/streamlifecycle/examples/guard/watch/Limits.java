package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.livekit.pace.Backoff;
import java.time.Duration;

/**
 * The limits of watcher processes.
 *
 * @param rooms how many rooms one process watches at most
 * @param size the limits after which a process is replaced
 * @param times how long is waited
 */
record Limits(int rooms, Size size, Times times) {
    /** Pauses between tries to start a process that fails again and again. */
    static final Backoff PAUSES = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(30));

    /** How many processes may be starting at a time: each takes a core for half a second. */
    static final int STARTING_AT_ONCE = 2;

    Limits {
        if (rooms < 1) {
            throw new IllegalArgumentException("a process watches at least one room, not " + rooms);
        }
    }

    /**
     * The limits after which a process is replaced.
     *
     * @param bytes the memory at which it is killed; from three quarters of it on its rooms are moved to another process
     * @param connections the connections, each of which leaves some memory behind for good, after which its rooms are moved
     */
    record Size(long bytes, int connections) {
        private static final long BYTES = 512L << 20;
        private static final long BYTES_PER_ROOM = 16L << 20;
        /** webrtc-java leaves 70 to 146 KB behind for each connection: 150 MB after as many. */
        private static final int CONNECTIONS = 1_000;

        private static final int CONNECTIONS_PER_ROOM = 10;

        static Size of(int rooms) {
            return new Size(BYTES + rooms * BYTES_PER_ROOM, Math.max(CONNECTIONS, rooms * CONNECTIONS_PER_ROOM));
        }

        boolean isOutgrownBy(long residentBytes) {
            return residentBytes > bytes;
        }

        boolean isNearlyOutgrownBy(long residentBytes) {
            return residentBytes > bytes / 4 * 3;
        }
    }

    /**
     * The times, in milliseconds.
     *
     * @param ready from its start, after which a process that is not ready is killed
     * @param quiet without a sign of life, after which its rooms are unknown
     * @param silent without a sign of life, after which it is killed
     * @param move within which a room is moved to another process, even if no media flow there
     * @param idle without a room, after which a process is ended
     * @param calm after which earlier failures are forgotten, and a process that is worn may be replaced
     */
    record Times(long ready, long quiet, long silent, long move, long idle, long calm) {
        static final Times DEFAULT = new Times(30_000, 2_000, 6_000, 30_000, 60_000, 60_000);
    }

    static Limits of(int rooms) {
        return new Limits(rooms, Size.of(rooms), Times.DEFAULT);
    }
}
