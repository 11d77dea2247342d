package io.github.streamlifecycle.core;

/**
 * A host's level as a source reports it, including how sure the source is.
 *
 * @since 0.1.0
 */
public enum Presence {
    /** The host is publishing. */
    UP(Signal.HOSTING_UP),
    /** The host may be gone but can still recover; a grace period decides. */
    SUSPECT(Signal.HOSTING_SUSPECT),
    /** The host is definitely gone; no grace period applies. */
    DOWN(Signal.HOSTING_DOWN);

    private final Signal signal;

    Presence(Signal signal) {
        this.signal = signal;
    }

    /**
     * Returns the signal that reports this level to an {@link EdgeTriggeredStopper}.
     *
     * @return the signal
     */
    public Signal signal() {
        return signal;
    }
}
