package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;

/**
 * The end of a stop: one receipt for each caller that asked for it, whatever happened. {@link #isOver()} says whether
 * the egress is known to have ended.
 *
 * @since 0.1.0
 */
public sealed interface StopReceipt {
    /**
     * Returns the egress that was stopped, or was not.
     *
     * @return its id; empty if no egress was ever known
     */
    Optional<String> egressId();

    /**
     * Returns the StopEgress calls of this stop.
     *
     * @return the numbers of calls sent and answered, including those for other callers of a shared stop
     */
    Tries tries();

    /**
     * Returns the kind of this receipt as a metric's tag or a log line has it.
     *
     * @return one of {@link #names()}
     */
    String name();

    /**
     * Returns whether the egress is known to have ended.
     *
     * @return true for {@link Stopped} and {@link AlreadyEnded}
     */
    default boolean isOver() {
        return false;
    }

    /**
     * Returns this receipt as bytes, its times in milliseconds and its errors without their causes. The format is stable
     * across releases.
     *
     * @return the bytes for {@link #fromBytes}
     */
    default byte[] toBytes() {
        return ReceiptBytes.write(this);
    }

    /**
     * Restores the receipt that {@link #toBytes()} wrote.
     *
     * @param bytes the bytes that {@link #toBytes()} returned
     * @return the receipt
     * @throws IllegalArgumentException if the bytes are something else, or of an unknown version
     */
    static StopReceipt fromBytes(byte[] bytes) {
        return ReceiptBytes.read(bytes);
    }

    /**
     * Returns the names of all kinds of receipt.
     *
     * @return the names, in snake_case
     */
    static List<String> names() {
        return List.of("stopped", "already_ended", "host_returned", "dead_record", "not_started", "gave_up");
    }

    /**
     * The egress was running, was told to stop and was seen to end.
     *
     * @param id the egress
     * @param status its final status
     * @param tries the StopEgress calls that it took
     * @param took the time from the request to the final status
     */
    record Stopped(String id, EgressStatus status, Tries tries, Duration took) implements StopReceipt {
        @Override
        public Optional<String> egressId() {
            return Optional.of(id);
        }

        @Override
        public String name() {
            return "stopped";
        }

        @Override
        public boolean isOver() {
            return true;
        }
    }

    /**
     * The egress was over before a call could stop it, or the server does not know it.
     *
     * @param id the egress
     * @param status its final status; empty if the server does not know the egress
     * @param tries the StopEgress calls that it took
     * @param took the time from the request to the answer
     */
    record AlreadyEnded(String id, Optional<EgressStatus> status, Tries tries, Duration took) implements StopReceipt {
        @Override
        public Optional<String> egressId() {
            return Optional.of(id);
        }

        @Override
        public String name() {
            return "already_ended";
        }

        @Override
        public boolean isOver() {
            return true;
        }
    }

    /**
     * The host came back before the server accepted the stop, so the stop was withdrawn. After tries that were not
     * answered the egress may still end because of one of them.
     *
     * @param id the egress
     * @param status its latest known status; empty if it was not read
     * @param tries the StopEgress calls by then
     * @param took the time from the request to the withdrawal
     */
    record HostReturned(String id, Optional<EgressStatus> status, Tries tries, Duration took) implements StopReceipt {
        @Override
        public Optional<String> egressId() {
            return Optional.of(id);
        }

        @Override
        public String name() {
            return "host_returned";
        }
    }

    /**
     * The egress is a record that its worker left behind when it died: no stop gets through to it, and its recorder is
     * not in its room. No media runs, but the record stays.
     *
     * @param id the egress
     * @param status the status that it will keep
     * @param tries the StopEgress calls by then
     * @param took the time from the request to that conclusion
     */
    record DeadRecord(String id, EgressStatus status, Tries tries, Duration took) implements StopReceipt {
        @Override
        public Optional<String> egressId() {
            return Optional.of(id);
        }

        @Override
        public String name() {
            return "dead_record";
        }
    }

    /**
     * No egress is known that could be stopped: the stop came before the start was sent, or the start failed.
     *
     * @param cause the error of the start; empty if it was not sent. If it is AMBIGUOUS, an egress may be running that
     *     could not be found
     */
    record NotStarted(Optional<LiveKitException> cause) implements StopReceipt {
        @Override
        public Optional<String> egressId() {
            return Optional.empty();
        }

        @Override
        public Tries tries() {
            return Tries.NONE;
        }

        @Override
        public String name() {
            return "not_started";
        }
    }

    /**
     * The egress may still be running: the server refused the stop, or the deadline passed before the end was confirmed.
     *
     * @param id the egress
     * @param cause the latest error
     * @param tries the StopEgress calls; none were sent if all the time passed in line behind other stops
     * @param took the time from the request to giving up
     */
    record GaveUp(String id, LiveKitException cause, Tries tries, Duration took) implements StopReceipt {
        @Override
        public Optional<String> egressId() {
            return Optional.of(id);
        }

        @Override
        public String name() {
            return "gave_up";
        }
    }

    /**
     * The StopEgress calls of a stop.
     *
     * @param made the number of calls that were sent
     * @param answered the number of those that the server answered, with an error or without; 0 if it was not reached
     */
    record Tries(int made, int answered) {
        /** No call was sent. */
        public static final Tries NONE = new Tries(0, 0);

        Tries plusMade() {
            return new Tries(made + 1, answered);
        }

        Tries plusAnswered() {
            return new Tries(made, answered + 1);
        }
    }
}
