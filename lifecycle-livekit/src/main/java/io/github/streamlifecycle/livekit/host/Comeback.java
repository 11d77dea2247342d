package io.github.streamlifecycle.livekit.host;

import java.time.Duration;

/**
 * How a host comes back after a drop. A value: {@link #on} gives the next one and what to do.
 *
 * <pre>
 *  phase                          | signal | next       | action
 *  -------------------------------+--------+------------+--------------------------------------------
 *  PUBLISHING                     | LOST   | RESTARTING | RESTART_ICE
 *  RESTARTING                     | DONE   | WAITING    | WAIT whether it helped
 *  RESTARTING                     | FAILED | ASKING     | ASK whether somebody else took our place
 *  WAITING                        | DONE   | ASKING     | ASK
 *  ASKING                         | DONE   | CONNECTING | CONNECT
 *  ASKING                         | FAILED | ASKING     | ASK after a pause: the server is out of reach
 *  ASKING                         | TAKEN  | ELSEWHERE  | ASK after a while
 *  CONNECTING                     | DONE   | PUBLISHING | NONE
 *  CONNECTING                     | FAILED | ASKING     | ASK after a pause
 *  ELSEWHERE                      | TAKEN, FAILED | ELSEWHERE | ASK after a while
 *  ELSEWHERE                      | DONE   | GONE       | LEAVE: whoever took our place is gone too
 *  RESTARTING, WAITING, ASKING    | BACK   | PUBLISHING | NONE: what is under way is dropped
 *  PUBLISHING, RESTARTING, WAITING| OVER   | ASKING     | ASK after a moment
 *  all but GONE                   | LEFT   | GONE       | LEAVE
 *  anything else                  |        | the same   | KEEP_ON
 * </pre>
 *
 * @param phase where it stands
 * @param tries how many times in a row it was tried in vain
 */
record Comeback(Phase phase, int tries) {
    /** A host that publishes. */
    static final Comeback PUBLISHING = new Comeback(Phase.PUBLISHING, 0);

    /** An ICE restart that works shows within a round trip or two; a server that is there answers as soon. */
    static final Duration RESTART_WITHIN = Duration.ofSeconds(5);

    /** Whoever takes a host's place is listed after some milliseconds, and connected within half a second. */
    private static final Duration SUCCESSOR_SHOWS_WITHIN = Duration.ofSeconds(1);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    private static final Duration ELSEWHERE_EVERY = Duration.ofSeconds(2);

    enum Phase {
        PUBLISHING,
        RESTARTING,
        WAITING,
        ASKING,
        CONNECTING,
        ELSEWHERE,
        GONE
    }

    enum Signal {
        /** The connection is suspected to have dropped. */
        LOST,
        /** The connection is up again. */
        BACK,
        /** The connection has ended for good. */
        OVER,
        /** The action is done; of ASK: nobody took our place. */
        DONE,
        /** The action failed. */
        FAILED,
        /** Somebody else publishes as this host. */
        TAKEN,
        /** The host was told to leave. */
        LEFT
    }

    enum Action {
        NONE,
        KEEP_ON,
        RESTART_ICE,
        WAIT,
        ASK,
        CONNECT,
        LEAVE
    }

    /** What to do, and after which pause. */
    record Step(Comeback next, Action action, Duration after) {}

    Step on(Signal signal) {
        return switch (signal) {
            case LOST -> phase == Phase.PUBLISHING ? to(Phase.RESTARTING, Action.RESTART_ICE) : keepOn();
            case BACK ->
                switch (phase) {
                    case RESTARTING, WAITING, ASKING -> to(Phase.PUBLISHING, Action.NONE);
                    case PUBLISHING, CONNECTING, ELSEWHERE, GONE -> keepOn();
                };
            case OVER ->
                switch (phase) {
                    case PUBLISHING, RESTARTING, WAITING ->
                        new Step(new Comeback(Phase.ASKING, 0), Action.ASK, SUCCESSOR_SHOWS_WITHIN);
                    case ASKING, CONNECTING, ELSEWHERE, GONE -> keepOn();
                };
            case DONE ->
                switch (phase) {
                    case RESTARTING -> new Step(new Comeback(Phase.WAITING, 0), Action.WAIT, RESTART_WITHIN);
                    case WAITING -> to(Phase.ASKING, Action.ASK);
                    case ASKING -> new Step(new Comeback(Phase.CONNECTING, tries), Action.CONNECT, Duration.ZERO);
                    case CONNECTING -> to(Phase.PUBLISHING, Action.NONE);
                    case ELSEWHERE -> to(Phase.GONE, Action.LEAVE);
                    case PUBLISHING, GONE -> keepOn();
                };
            case FAILED ->
                switch (phase) {
                    case RESTARTING -> to(Phase.ASKING, Action.ASK);
                    case ASKING, CONNECTING -> askAfterAPause();
                    case ELSEWHERE -> askAfterAWhile();
                    case PUBLISHING, WAITING, GONE -> keepOn();
                };
            case TAKEN ->
                switch (phase) {
                    case ASKING, ELSEWHERE -> askAfterAWhile();
                    case PUBLISHING, RESTARTING, WAITING, CONNECTING, GONE -> keepOn();
                };
            case LEFT -> phase == Phase.GONE ? keepOn() : to(Phase.GONE, Action.LEAVE);
        };
    }

    private Step keepOn() {
        return new Step(this, Action.KEEP_ON, Duration.ZERO);
    }

    private static Step to(Phase next, Action action) {
        return new Step(new Comeback(next, 0), action, Duration.ZERO);
    }

    private static Step askAfterAWhile() {
        return new Step(new Comeback(Phase.ELSEWHERE, 0), Action.ASK, ELSEWHERE_EVERY);
    }

    /** The pause doubles with every try. */
    private Step askAfterAPause() {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 10));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return new Step(new Comeback(Phase.ASKING, tries + 1), Action.ASK, pause);
    }
}
