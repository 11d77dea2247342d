package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An {@link EdgeTriggeredStopper} that several threads report signals to. Each step is atomic and lock-free and
 * allocates nothing.
 *
 * <p>Grace periods and stops are answered late and from other threads, so each of them has a number, and an answer with
 * an old number changes nothing. A timer that could not be cancelled in time does not end a later grace period. A stop
 * that fails or is withdrawn after its session is over does not touch the next session's stop. A stop that is decided
 * again has a new number.
 *
 * <p>The word: the decision of the step in bits 0-1 (0 while stored), the stopper in bits 2-9, the number of the grace
 * period in bits 10-36, the number of the stop in bits 37-63. A step returns the word, so its caller sees everything
 * as of one moment.
 */
@SuppressWarnings("EnumOrdinal") // the decision is packed into a word that lives no longer than the step
final class SharedStopper {
    private static final Decision[] DECISIONS = Decision.values();
    private static final long DECISION_MASK = 0x3;
    private static final int STATE_SHIFT = 2;
    private static final long STATE_MASK = 0xFFL << STATE_SHIFT;
    private static final long GRACE_ONE = 1L << 10;
    private static final long STOP_ONE = 1L << 37;
    private static final long GRACE_MASK = STOP_ONE - GRACE_ONE;
    private static final long STOP_MASK = -STOP_ONE;
    private static final long NO_NUMBER = 0;

    private static final int START_GRACE = Decision.START_GRACE.ordinal();
    private static final int STOP = Decision.STOP.ordinal();
    /** The bits that a signal's ordinal takes; a ninth signal would need a fourth. */
    private static final int SIGNAL_BITS = 3;
    /**
     * The machine's table in one array: indexed by stopper and signal, the next stopper and the decision as in the word.
     */
    private static final byte[] STEPS = new byte[16 << SIGNAL_BITS];

    static {
        enter(EdgeTriggeredStopper.initial());
    }

    private static void enter(EdgeTriggeredStopper stopper) {
        for (Signal signal : Signal.values()) {
            Transition transition = stopper.on(signal);
            int at = (stopper.toByte() << SIGNAL_BITS) | signal.ordinal();
            byte step = (byte) ((transition.next().toByte() << STATE_SHIFT)
                    | transition.decision().ordinal());
            if (STEPS[at] != step) { // 0 is the initial stopper's step to itself
                STEPS[at] = step;
                enter(transition.next());
            }
        }
    }

    private final AtomicLong word =
            new AtomicLong((long) EdgeTriggeredStopper.initial().toByte() << STATE_SHIFT);

    /** Reports a signal of one of the feeds. */
    long on(Signal signal) {
        return step(signal, NO_NUMBER, 0);
    }

    /** Reports that the grace period begun by the step {@code started} is over. */
    long graceElapsed(long started) {
        return step(Signal.GRACE_ELAPSED, GRACE_MASK, started);
    }

    /** Reports that the stop decided by the step {@code decided} has failed. */
    long stopFailed(long decided) {
        return step(Signal.STOP_FAILED, STOP_MASK, decided);
    }

    /** Reports that the stop decided by the step {@code decided} was withdrawn; it may be decided again at once. */
    long stopWithdrawn(long decided) {
        return step(Signal.STOP_WITHDRAWN, STOP_MASK, decided);
    }

    /** Returns the decision of the step that returned {@code word}. */
    static Decision decision(long word) {
        return DECISIONS[(int) (word & DECISION_MASK)];
    }

    /** Returns the stopper after the step that returned {@code word}. */
    static EdgeTriggeredStopper stopper(long word) {
        return EdgeTriggeredStopper.fromByte((byte) ((word & STATE_MASK) >>> STATE_SHIFT));
    }

    EdgeTriggeredStopper get() {
        return stopper(word.get());
    }

    private long step(Signal signal, long numberMask, long asked) {
        while (true) {
            long now = word.get();
            if (((now ^ asked) & numberMask) != 0) {
                return now;
            }
            int step = STEPS[(int) ((now & STATE_MASK) >>> STATE_SHIFT << SIGNAL_BITS) | signal.ordinal()];
            long decision = step & DECISION_MASK;
            long next = (now & ~STATE_MASK) | (step & STATE_MASK);
            if (decision == START_GRACE) {
                next = (next & ~GRACE_MASK) | ((next + GRACE_ONE) & GRACE_MASK);
            } else if (decision == STOP) {
                next += STOP_ONE;
            }
            if (next == now || word.compareAndSet(now, next)) {
                return next | decision;
            }
        }
    }
}
