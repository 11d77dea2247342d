package io.github.streamlifecycle.examples.guard.watch;

/** Something that happens to the watcher processes or the rooms that they watch. */
sealed interface FleetEvent {
    /** Something that happens to one process; ignored if it is none of ours any more. */
    sealed interface OfRun extends FleetEvent {
        long run();
    }

    /**
     * A room is to be watched.
     *
     * @param watch the number of the watch
     */
    record Wanted(long watch) implements FleetEvent {}

    /**
     * A room is not to be watched any more.
     *
     * @param watch the number of the watch
     */
    record Unwanted(long watch) implements FleetEvent {}

    /** Some time has passed. This is expected several times a second. */
    record TimePassed() implements FleetEvent {}

    /**
     * A process can watch.
     *
     * @param run the process
     */
    record Ready(long run) implements OfRun {}

    /**
     * A process was heard.
     *
     * @param run the process
     */
    record Heard(long run) implements OfRun {}

    /**
     * A process makes another connection.
     *
     * @param run the process
     */
    record Connects(long run) implements OfRun {}

    /**
     * A process occupies memory.
     *
     * @param run the process
     * @param residentBytes the amount; 0 if that is not known
     */
    record Occupies(long run, long residentBytes) implements OfRun {}

    /**
     * A process sees a room's media flow, and the one that watches the room so far has no doubt about its host.
     *
     * @param run the process
     * @param watch the number of the watch
     */
    record Steady(long run, long watch) implements OfRun {}

    /**
     * A process has ended, cannot be started or talks nonsense.
     *
     * @param run the process
     * @param why the reason, for logs
     */
    record Broken(long run, String why) implements OfRun {}

    /**
     * A process says that watching is impossible on this machine.
     *
     * @param run the process
     * @param why the reason, for logs
     */
    record Unusable(long run, String why) implements OfRun {}
}
