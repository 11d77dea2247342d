package io.github.streamlifecycle.core;

import java.util.Objects;

/**
 * One step of an {@link EdgeTriggeredStopper}: the next state and the action to take.
 *
 * @param next the stopper after the signal
 * @param decision the action that the caller has to take now
 * @since 0.1.0
 */
public record Transition(EdgeTriggeredStopper next, Decision decision) {
    /**
     * Creates a step. {@link EdgeTriggeredStopper#on} returns ready-made ones.
     *
     * @param next the stopper after the signal
     * @param decision the action that the caller has to take now
     * @throws NullPointerException if either argument is null
     */
    public Transition {
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(decision, "decision");
    }
}
