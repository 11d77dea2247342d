package io.github.streamlifecycle.core.rx;

/** The caller's action in the one form that a {@link StopInFlight} knows. It may throw anything. */
interface StopAction {
    /** Asks for the action and subscribes the stop to it. */
    void subscribe(StopInFlight stop);
}
