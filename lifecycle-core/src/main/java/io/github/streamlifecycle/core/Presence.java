package io.github.streamlifecycle.core;

/**
 * How sure a source is that the host publishes.
 *
 * @since 0.1.0
 */
public enum Presence {
    /** The host publishes. */
    UP(Signal.HOSTING_UP),
    /** Something is wrong that can still recover; a grace period decides. */
    SUSPECT(Signal.HOSTING_SUSPECT),
    /** The host is gone for certain; no grace period applies. */
    DOWN(Signal.HOSTING_DOWN);

    private final Signal signal;

    Presence(Signal signal) {
        this.signal = signal;
    }

    /**
     * What an {@link EdgeTriggeredStopper} is told of it.
     *
     * @return the signal
     */
    public Signal signal() {
        return signal;
    }
}
