package io.github.streamlifecycle.examples.guard.watch;

/** Something to be done for the watcher processes or the rooms that they watch. */
sealed interface Order {
    /**
     * Start a process.
     *
     * @param run its number
     */
    record Start(long run) implements Order {}

    /**
     * Kill a process.
     *
     * @param run the process
     * @param why the reason, for logs
     */
    record Kill(long run, String why) implements Order {}

    /**
     * End a process that nobody needs any more.
     *
     * @param run the process
     */
    record End(long run) implements Order {}

    /**
     * Tell a process to watch a room.
     *
     * @param run the process
     * @param watch the number of the watch
     */
    record Watch(long run, long watch) implements Order {}

    /**
     * Tell a process to watch a room no longer.
     *
     * @param run the process
     * @param watch the number of the watch
     */
    record Unwatch(long run, long watch) implements Order {}

    /**
     * Tell the room's guard what this process sees, from now on and so far, and nothing of what another one sees.
     *
     * @param run the process
     * @param watch the number of the watch
     */
    record Speak(long run, long watch) implements Order {}

    /**
     * Tell the room's guard that nothing is seen any more.
     *
     * @param watch the number of the watch
     * @param why the reason, for logs
     */
    record Hush(long watch, String why) implements Order {}
}
