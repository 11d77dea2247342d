package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.reactivex.rxjava3.core.Completable;
import java.util.Collection;
import java.util.List;

/**
 * The place where rooms are guarded. It takes in what happens to a room, hands it to the room's {@link RoomGuard} one event after
 * the other, and has the effects carried out by the room's {@link RoomEffects}.
 *
 * <p>{@link RoomGuards} has one in its own process. Another one, such as on the engine of a cluster, may place each room in one
 * of several processes: an event then arrives in any of them and is acted on where the room is.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public interface RoomShell {
    /** A way to make a shell. */
    @FunctionalInterface
    interface Opening {
        /**
         * Makes a shell that has no rooms yet.
         *
         * @param work what a shell needs; to be used from {@link RoomShell#begin()} on
         * @return the shell
         */
        RoomShell open(RoomWork work);
    }

    /**
     * Begins to guard: brings back what is remembered, and sees to it that one of all processes sweeps
     * ({@link RoomWork#sweep()}). Called once.
     */
    void begin();

    /**
     * Hands an event over, to be acted on later. A room that is not guarded yet is from now on, if the event
     * {@link RoomEvent#isReasonToGuard() is a reason to}; otherwise nothing happens.
     *
     * @param room the room's name
     * @param event what happened to it
     * @return false if it cannot be taken in now, so that whoever told of it has to do so again
     */
    boolean offer(String room, RoomEvent event);

    /**
     * Returns the rooms that are guarded in any process.
     *
     * @return their names, as far as they are known here
     */
    Collection<String> rooms();

    /**
     * Returns the guards that run in this process.
     *
     * @return a snapshot
     */
    List<RoomGuard> guards();

    /**
     * Completes once this process has acted on everything that was handed over by now.
     *
     * @return the end of that
     */
    Completable idle();

    /** Ends guarding in this process. Returns at once; {@link #idle()} then completes when it has ended. */
    void end();
}
