package io.github.streamlifecycle.livekit.presence;

import java.time.Duration;

/**
 * How a host comes back after a drop. A value: {@link #on} gives the next one and what to do.
 *
 * <pre>
 *  phase       | signal                  | next        | action
 *  ------------+-------------------------+-------------+---------------------------------------------
 *  PUBLISHING  | LOST                    | RESTARTING  | RESTART_ICE
 *  RESTARTING  | DONE                    | WAITING     | WAIT, and see whether it helped
 *  RESTARTING  | UNREACHED               | RESTARTING  | RESTART_ICE after a pause
 *  RESTARTING  | REFUSED                 | ASKING      | ASK whether somebody else took our place
 *  WAITING     | DONE                    | ASKING      | ASK
 *  ASKING      | REFUSED: it is so       | ELSEWHERE   | ASK again after a while, until he is gone too
 *  ASKING      | DONE, UNREACHED         | CONNECTING  | CONNECT
 *  CONNECTING  | DONE                    | PUBLISHING  | NONE
 *  CONNECTING  | REFUSED, UNREACHED      | ASKING      | ASK after a pause
 *  ELSEWHERE   | REFUSED, UNREACHED      | ELSEWHERE   | ASK again after a while
 *  ELSEWHERE   | DONE: he is gone        | GONE        | LEAVE
 *  any of the first four        | BACK   | PUBLISHING  | NONE, and whatever is under way is dropped
 *  PUBLISHING, RESTARTING, WAITING | OVER | ASKING     | ASK
 *  all                          | LEFT   | GONE        | LEAVE
 *  all others                            | same        | KEEP_ON
 * </pre>
 *
 * @param phase where it stands
 * @param tries how many times the present action was tried in vain
 */
record Comeback(Phase phase, int tries) {
    /** A host that publishes. */
    static final Comeback PUBLISHING = new Comeback(Phase.PUBLISHING, 0);

    /** An ICE restart that works shows within a round trip or two. */
    private static final Duration RESTART_SHOWS_WITHIN = Duration.ofSeconds(5);

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
        /** What was to be done is done. */
        DONE,
        /** The server did not want it. */
        REFUSED,
        /** The server was not reached. */
        UNREACHED,
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
            case LEFT -> phase == Phase.GONE ? keepOn() : to(Phase.GONE, Action.LEAVE);
            case LOST -> phase == Phase.PUBLISHING ? to(Phase.RESTARTING, Action.RESTART_ICE) : keepOn();
            case BACK -> switch (phase) {
                case RESTARTING, WAITING, ASKING -> to(Phase.PUBLISHING, Action.NONE);
                case PUBLISHING, CONNECTING, ELSEWHERE, GONE -> keepOn();
            };
            case OVER -> switch (phase) {
                case PUBLISHING, RESTARTING, WAITING -> to(Phase.ASKING, Action.ASK);
                case ASKING, CONNECTING, ELSEWHERE, GONE -> keepOn();
            };
            case DONE -> done();
            case REFUSED -> switch (phase) {
                case RESTARTING -> to(Phase.ASKING, Action.ASK);
                case ASKING, ELSEWHERE -> new Step(new Comeback(Phase.ELSEWHERE, 0), Action.ASK, ELSEWHERE_EVERY);
                case CONNECTING -> again(Phase.ASKING, Action.ASK);
                case PUBLISHING, WAITING, GONE -> keepOn();
            };
            case UNREACHED -> switch (phase) {
                case RESTARTING -> again(Phase.RESTARTING, Action.RESTART_ICE);
                case ASKING -> new Step(new Comeback(Phase.CONNECTING, tries), Action.CONNECT, Duration.ZERO);
                case CONNECTING -> again(Phase.ASKING, Action.ASK);
                case ELSEWHERE -> new Step(this, Action.ASK, ELSEWHERE_EVERY);
                case PUBLISHING, WAITING, GONE -> keepOn();
            };
        };
    }

    private Step done() {
        return switch (phase) {
            case RESTARTING -> new Step(new Comeback(Phase.WAITING, 0), Action.WAIT, RESTART_SHOWS_WITHIN);
            case WAITING -> to(Phase.ASKING, Action.ASK);
            case ASKING -> new Step(new Comeback(Phase.CONNECTING, tries), Action.CONNECT, Duration.ZERO);
            case CONNECTING -> to(Phase.PUBLISHING, Action.NONE);
            case ELSEWHERE -> to(Phase.GONE, Action.LEAVE);
            case PUBLISHING, GONE -> keepOn();
        };
    }

    private Step keepOn() {
        return new Step(this, Action.KEEP_ON, Duration.ZERO);
    }

    private static Step to(Phase next, Action action) {
        return new Step(new Comeback(next, 0), action, Duration.ZERO);
    }

    /** After a pause that doubles with every try. */
    private Step again(Phase next, Action action) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries, 10));
        Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
        return new Step(new Comeback(next, tries + 1), action, pause);
    }
}
