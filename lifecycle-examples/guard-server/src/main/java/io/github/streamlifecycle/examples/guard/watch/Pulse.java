package io.github.streamlifecycle.examples.guard.watch;

/** A way through the threads that do the watching: if they hang, so does this. */
interface Pulse {
    /**
     * Asks for a sign of life.
     *
     * @param alive run once, on any thread, when the sign came. Must neither block nor throw
     */
    void feel(Runnable alive);
}
