package io.github.streamlifecycle.livekit.host;

import io.github.streamlifecycle.livekit.pace.Backoff;
import java.time.Duration;

/**
 * The course of a host's reconnection after a drop. A value: {@link #on} returns the next one and the action to take.
 *
 * <pre>
 *  phase                           | signal        | next         | action
 *  --------------------------------+---------------+--------------+---------------------------------------------
 *  PUBLISHING                      | LOST          | RESTARTING   | RESTART_ICE
 *  RESTARTING                      | DONE          | WAITING      | WAIT for the restarted connection
 *  RESTARTING                      | FAILED        | ASKING       | ASK if another device has replaced this one
 *  WAITING                         | DONE          | ASKING       | ASK
 *  ASKING                          | DONE          | CONNECTING   | CONNECT
 *  ASKING                          | FAILED        | ASKING       | ASK after a pause of up to 8 s
 *  ASKING                          | TAKEN         | REPLACED     | ASK after 2 s
 *  CONNECTING                      | DONE          | PUBLISHING   | NONE
 *  CONNECTING                      | FAILED        | ASKING       | ASK after a pause of up to 5 min
 *  REPLACED                        | TAKEN, FAILED | REPLACED     | ASK after 2 s
 *  REPLACED                        | DONE          | GONE         | LEAVE: the other device has left too
 *  RESTARTING, WAITING, ASKING     | BACK          | PUBLISHING   | NONE
 *  PUBLISHING, RESTARTING, WAITING | OVER          | ASKING       | ASK after 1 s
 *  all but GONE                    | LEFT          | GONE         | LEAVE
 *  anything else                   |               | the same     | KEEP_ON
 * </pre>
 *
 * <p>The pause after a connection that failed grows further than the one after a question that failed, because each
 * connection leaves native memory behind: see docs/adr/0010-failed-connections-are-rationed.md.
 *
 * @param phase the present phase
 * @param asked the number of questions in a row that the server did not answer
 * @param connected the number of connections since the drop that did not come about
 */
record Reconnection(Phase phase, int asked, int connected) {
    /** A host that publishes. */
    static final Reconnection PUBLISHING = new Reconnection(Phase.PUBLISHING, 0, 0);

    /** The time for an ICE restart: one that works shows within a round trip or two. */
    static final Duration RESTART_WITHIN = Duration.ofSeconds(5);

    /** The time after which a replacement shows: it is listed after some milliseconds and connected within 500 ms. */
    private static final Duration REPLACEMENT_SHOWS_WITHIN = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_ASKING_PAUSE = Duration.ofSeconds(8);
    static final Duration LONGEST_CONNECTING_PAUSE = Duration.ofMinutes(5);
    private static final Duration REPLACED_ASKS_EVERY = Duration.ofSeconds(2);

    enum Phase {
        PUBLISHING,
        RESTARTING,
        WAITING,
        ASKING,
        CONNECTING,
        REPLACED,
        GONE
    }

    enum Signal {
        /** The connection is suspected to have dropped. */
        LOST,
        /** The connection is up again. */
        BACK,
        /** The connection has ended for good. */
        OVER,
        /** The action is done; after ASK: no other device has replaced this one. */
        DONE,
        /** The action failed. */
        FAILED,
        /** Another device publishes as this host. */
        TAKEN,
        /** The host was told to leave. */
        LEFT
    }

    enum Action {
        /** The host publishes: the action under way is no longer needed. */
        NONE,
        /** Nothing has changed: the action under way goes on. */
        KEEP_ON,
        RESTART_ICE,
        WAIT,
        ASK,
        CONNECT,
        LEAVE
    }

    /**
     * The answer to a signal.
     *
     * @param next the reconnection from now on
     * @param action the action to take
     * @param after the pause before it
     */
    record Step(Reconnection next, Action action, Duration after) {}

    Step on(Signal signal) {
        return switch (signal) {
            case LOST -> phase == Phase.PUBLISHING ? to(Phase.RESTARTING, Action.RESTART_ICE) : keepOn();
            case BACK ->
                switch (phase) {
                    case RESTARTING, WAITING, ASKING -> to(Phase.PUBLISHING, Action.NONE);
                    case PUBLISHING, CONNECTING, REPLACED, GONE -> keepOn();
                };
            case OVER ->
                switch (phase) {
                    case PUBLISHING, RESTARTING, WAITING -> ask(0, connected, REPLACEMENT_SHOWS_WITHIN);
                    case ASKING, CONNECTING, REPLACED, GONE -> keepOn();
                };
            case DONE -> onDone();
            case FAILED ->
                switch (phase) {
                    case RESTARTING -> to(Phase.ASKING, Action.ASK);
                    case ASKING -> ask(asked + 1, connected, pause(asked, LONGEST_ASKING_PAUSE));
                    case CONNECTING -> ask(0, connected + 1, pause(connected, LONGEST_CONNECTING_PAUSE));
                    case REPLACED -> askWhileReplaced();
                    case PUBLISHING, WAITING, GONE -> keepOn();
                };
            case TAKEN ->
                switch (phase) {
                    case ASKING, REPLACED -> askWhileReplaced();
                    case PUBLISHING, RESTARTING, WAITING, CONNECTING, GONE -> keepOn();
                };
            case LEFT -> phase == Phase.GONE ? keepOn() : to(Phase.GONE, Action.LEAVE);
        };
    }

    private Step onDone() {
        return switch (phase) {
            case RESTARTING -> new Step(new Reconnection(Phase.WAITING, 0, 0), Action.WAIT, RESTART_WITHIN);
            case WAITING -> to(Phase.ASKING, Action.ASK);
            case ASKING -> new Step(new Reconnection(Phase.CONNECTING, 0, connected), Action.CONNECT, Duration.ZERO);
            case CONNECTING -> to(Phase.PUBLISHING, Action.NONE);
            case REPLACED -> to(Phase.GONE, Action.LEAVE);
            case PUBLISHING, GONE -> keepOn();
        };
    }

    private Step keepOn() {
        return new Step(this, Action.KEEP_ON, Duration.ZERO);
    }

    private static Step to(Phase next, Action action) {
        return new Step(new Reconnection(next, 0, 0), action, Duration.ZERO);
    }

    private static Step ask(int asked, int connected, Duration after) {
        return new Step(new Reconnection(Phase.ASKING, asked, connected), Action.ASK, after);
    }

    private static Step askWhileReplaced() {
        return new Step(new Reconnection(Phase.REPLACED, 0, 0), Action.ASK, REPLACED_ASKS_EVERY);
    }

    /** Returns a pause that doubles with every failure before this one. */
    private static Duration pause(int failures, Duration longest) {
        return new Backoff(FIRST_PAUSE, longest).after(failures);
    }
}
