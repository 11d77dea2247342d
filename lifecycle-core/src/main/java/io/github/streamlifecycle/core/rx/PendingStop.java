package io.github.streamlifecycle.core.rx;

/**
 * A stop that was decided and has not ended yet, as seen by the action that carries it out.
 *
 * <p>An action that takes its time, for instance because it retries, can ask whether the host is back and then give the
 * stop up by ending with {@link Result#WITHDRAWN}. Thread-safe.
 *
 * @since 0.1.0
 */
public interface PendingStop {
    /**
     * The two ways in which a stop action can end well.
     *
     * @since 0.1.0
     */
    enum Result {
        /** The stream was stopped. */
        STOPPED,
        /** The stop was given up because the host is back; the stream goes on and stays guarded. */
        WITHDRAWN
    }

    /**
     * Returns the reason for the stop.
     *
     * @return the kind of fall
     */
    StopReason reason();

    /**
     * Tests whether the host is up again at this moment. The answer may be outdated at once: if the host falls before
     * {@link Result#WITHDRAWN} arrives, the stop is decided again at once.
     *
     * @return true while the machine sees the host up, so false once the hosting feed has ended
     */
    boolean isHostBack();
}
