package io.github.streamlifecycle.livekit.server.guard;

/**
 * A drop that is waited out.
 *
 * @param drop the drop that ends the wait first
 * @param sinceMillis when the host was first missed
 * @param untilMillis when the grace period is over
 */
record Doubt(Drop drop, long sinceMillis, long untilMillis) {
    /** Returns the doubt after another drop was seen: a wait becomes shorter by it, never longer. */
    Doubt and(Drop another, long anotherUntilMillis) {
        return another == drop || anotherUntilMillis >= untilMillis
                ? this
                : new Doubt(another, sinceMillis, anotherUntilMillis);
    }
}
