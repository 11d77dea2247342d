package io.github.streamlifecycle.livekit.calls;

/**
 * The three ways of calls to one server, so that none waits behind a less urgent one: stops, the looks that confirm
 * them, and the looks at egress that nobody stops. The last pause while stops are waiting. Together, all looks leave a
 * quarter of the calls at once to starts.
 */
public final class CallGates {
    private final CallGate stops;
    private final CallGate confirmations;
    private final CallGate looks;
    private final int looksAtOnce;

    CallGates(int callsAtOnce) {
        looksAtOnce = Math.max(1, callsAtOnce / 4);
        stops = new CallGate(callsAtOnce, this::resumeLooks);
        confirmations = new CallGate(callsAtOnce / 2, () -> {});
        looks = new CallGate(looksAtOnce, this::mayLook);
    }

    /**
     * Returns the gate of StopEgress calls.
     *
     * @return the widest gate
     */
    public CallGate stops() {
        return stops;
    }

    /**
     * Returns the gate of the reads by which stops are confirmed.
     *
     * @return a gate half as wide
     */
    public CallGate confirmations() {
        return confirmations;
    }

    CallGate looks() {
        return looks;
    }

    int looksAtOnce() {
        return looksAtOnce;
    }

    private boolean mayLook() {
        return !stops.isAnybodyWaiting();
    }

    private void resumeLooks() {
        looks.letThrough();
    }
}
