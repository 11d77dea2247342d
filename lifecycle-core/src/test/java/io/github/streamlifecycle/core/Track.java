package io.github.streamlifecycle.core;

import io.github.streamlifecycle.core.EdgeTriggeredStopper.Host;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Stream;
import java.util.ArrayList;
import java.util.List;

/**
 * An oracle that derives decisions from the promises alone. It does not know the table and keeps no state but the
 * history: each question looks at all signals so far and asks when one of them last came.
 */
final class Track {
    private static final int NOT_YET = -1;

    private final List<Signal> signals = new ArrayList<>();
    private final List<Decision> decisions = new ArrayList<>();

    /** Adds a signal and returns the decision that P1 to P6 demand. */
    Decision add(Signal signal) {
        boolean wasPublishing = isPublishing();
        boolean wasSuspected = isSuspected();
        boolean wasSpent = isSpent();
        signals.add(signal);
        Decision decision = Decision.NONE;
        if (wasPublishing && !isPublishing() && isStreaming() && !wasSpent) {
            decision = Decision.STOP;
        } else if (!wasSuspected && isSuspected()) {
            decision = Decision.START_GRACE;
        } else if (wasSuspected && !isSuspected()) {
            decision = Decision.CANCEL_GRACE;
        } else if (signal == Signal.STOP_WITHDRAWN && wasSpent && !wasPublishing) {
            decision = Decision.STOP;
        }
        decisions.add(decision);
        return decision;
    }

    void undo() {
        signals.remove(signals.size() - 1);
        decisions.remove(decisions.size() - 1);
    }

    Host host() {
        if (last(Signal.HOSTING_UP) == NOT_YET) {
            return Host.NEVER;
        }
        return isSuspected() ? Host.SUSPECT : isPublishing() ? Host.UP : Host.DOWN;
    }

    Stream stream() {
        return isSpent() ? Stream.STOPPING : isStreaming() ? Stream.ON : Stream.OFF;
    }

    int stops() {
        return (int) decisions.stream().filter(Decision.STOP::equals).count();
    }

    boolean wasEverUp() {
        return last(Signal.HOSTING_UP) != NOT_YET;
    }

    /** Tests for up, and since then neither reported gone nor suspected for a whole grace period. */
    boolean isPublishing() {
        int up = last(Signal.HOSTING_UP);
        return up != NOT_YET
                && firstAfter(up, Signal.HOSTING_DOWN) == NOT_YET
                && (suspicion() == NOT_YET || firstAfter(suspicion(), Signal.GRACE_ELAPSED) == NOT_YET);
    }

    boolean isSuspected() {
        return isPublishing() && suspicion() != NOT_YET;
    }

    boolean isStreaming() {
        return last(Signal.STREAMING_ON) > last(Signal.STREAMING_OFF);
    }

    /** Tests whether this streaming session has had its stop, which was neither reported as failed nor as withdrawn. */
    boolean isSpent() {
        int stop = decisions.lastIndexOf(Decision.STOP);
        return stop > last(Signal.STREAMING_OFF)
                && firstAfter(stop, Signal.STOP_FAILED) == NOT_YET
                && firstAfter(stop, Signal.STOP_WITHDRAWN) == NOT_YET;
    }

    private int suspicion() {
        return firstAfter(last(Signal.HOSTING_UP), Signal.HOSTING_SUSPECT);
    }

    private int last(Signal signal) {
        return signals.lastIndexOf(signal);
    }

    private int firstAfter(int index, Signal signal) {
        int found = signals.subList(index + 1, signals.size()).indexOf(signal);
        return found == NOT_YET ? NOT_YET : index + 1 + found;
    }

    @Override
    public String toString() {
        return signals.toString();
    }
}
