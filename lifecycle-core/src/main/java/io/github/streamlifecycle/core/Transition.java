package io.github.streamlifecycle.core;

import java.util.Objects;

/**
 * One step of an {@link EdgeTriggeredStopper}: where it goes and what has to be done.
 *
 * @param next the stopper after the signal
 * @param decision what the caller has to do now
 * @since 0.1.0
 */
public record Transition(EdgeTriggeredStopper next, Decision decision) {
    /**
     * A step; {@link EdgeTriggeredStopper#on} hands out ready-made ones.
     *
     * @param next the stopper after the signal
     * @param decision what the caller has to do now
     * @throws NullPointerException if one of the two is null
     */
    public Transition {
        Objects.requireNonNull(next, "next");
        Objects.requireNonNull(decision, "decision");
    }
}
