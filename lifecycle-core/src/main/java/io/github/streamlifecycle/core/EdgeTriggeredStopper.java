package io.github.streamlifecycle.core;

/**
 * A falling-edge detector over a hosting level, gated by a streaming level and by a latch that knows whether the host
 * has been up at all.
 *
 * <p>It is a Mealy machine and a value: {@link #on(Signal)} names the next stopper and what has to be done, and changes
 * nothing. There are eleven of them, all made in advance: a step allocates nothing, stoppers may be compared with
 * {@code ==} and shared between threads, and one byte keeps them over a restart.
 *
 * <p>Errors: a null signal is a {@link NullPointerException}; nothing else can go wrong.
 *
 * @since 0.1.0
 */
@SuppressWarnings("EnumOrdinal") // a test pins every byte
public final class EdgeTriggeredStopper {
    /** What is known of the host. The constants' order is part of {@link #toByte()}. */
    public enum Host {
        /** Not seen publishing yet: the latch is open, nothing can fire. */
        NEVER,
        /** Publishing. */
        UP,
        /** Perhaps gone; a grace period runs. */
        SUSPECT,
        /** Gone, after it has been up. */
        DOWN
    }

    /** What is known of the stream. The constants' order is part of {@link #toByte()}. */
    public enum Stream {
        /** No stream, or the user stopped it. */
        OFF,
        /** A stream runs and is guarded. */
        ON,
        /** The stop was decided and neither succeeded nor failed yet. */
        STOPPING
    }

    private static final Host[] HOSTS = Host.values();
    private static final Stream[] STREAMS = Stream.values();
    private static final int STREAM_BITS = 2;

    /** By byte; null where a byte is no state. */
    private static final EdgeTriggeredStopper[] STATES = new EdgeTriggeredStopper[HOSTS.length << STREAM_BITS];

    static {
        for (Host host : HOSTS) {
            for (Stream stream : STREAMS) {
                // STOPPING needs a host that fell, so the host cannot be NEVER then
                if (host != Host.NEVER || stream != Stream.STOPPING) {
                    STATES[index(host, stream)] = new EdgeTriggeredStopper(host, stream);
                }
            }
        }
        for (EdgeTriggeredStopper state : STATES) {
            if (state != null) {
                state.fillRow();
            }
        }
    }

    private static final EdgeTriggeredStopper INITIAL = at(Host.NEVER, Stream.OFF);

    private final Host host;
    private final Stream stream;
    // This stopper's row of the table, filled in before anybody can see it: a field a signal, since a step through an
    // array takes half as long again.
    private Transition onHostingUp;
    private Transition onHostingSuspect;
    private Transition onHostingDown;
    private Transition onGraceElapsed;
    private Transition onStreamingOn;
    private Transition onStreamingOff;
    private Transition onStopFailed;

    private EdgeTriggeredStopper(Host host, Stream stream) {
        this.host = host;
        this.stream = stream;
    }

    private void fillRow() {
        onHostingUp = transition(Signal.HOSTING_UP);
        onHostingSuspect = transition(Signal.HOSTING_SUSPECT);
        onHostingDown = transition(Signal.HOSTING_DOWN);
        onGraceElapsed = transition(Signal.GRACE_ELAPSED);
        onStreamingOn = transition(Signal.STREAMING_ON);
        onStreamingOff = transition(Signal.STREAMING_OFF);
        onStopFailed = transition(Signal.STOP_FAILED);
    }

    /** The table. One line a signal: where the host goes, where the stream goes, what has to be done. */
    private Transition transition(Signal signal) {
        return switch (signal) {
            case HOSTING_UP -> to(Host.UP, stream, host == Host.SUSPECT ? Decision.CANCEL_GRACE : Decision.NONE);
            case HOSTING_SUSPECT -> host == Host.UP ? to(Host.SUSPECT, stream, Decision.START_GRACE) : stay();
            case HOSTING_DOWN -> host == Host.UP || host == Host.SUSPECT ? fall() : stay();
            case GRACE_ELAPSED -> host == Host.SUSPECT ? fall() : stay();
            case STREAMING_ON -> stream == Stream.OFF ? to(host, Stream.ON, Decision.NONE) : stay();
            case STREAMING_OFF -> to(host, Stream.OFF, Decision.NONE);
            case STOP_FAILED -> stream == Stream.STOPPING ? to(host, Stream.ON, Decision.NONE) : stay();
        };
    }

    /** The host falls to DOWN: the edge that everything here is about. */
    private Transition fall() {
        if (stream == Stream.ON) {
            return to(Host.DOWN, Stream.STOPPING, Decision.STOP);
        }
        return to(Host.DOWN, stream, host == Host.SUSPECT ? Decision.CANCEL_GRACE : Decision.NONE);
    }

    private Transition stay() {
        return new Transition(this, Decision.NONE);
    }

    private static Transition to(Host host, Stream stream, Decision decision) {
        return new Transition(at(host, stream), decision);
    }

    private static EdgeTriggeredStopper at(Host host, Stream stream) {
        return STATES[index(host, stream)];
    }

    private static int index(Host host, Stream stream) {
        return host.ordinal() << STREAM_BITS | stream.ordinal();
    }

    /**
     * The stopper to begin with: host {@code NEVER} up, stream {@code OFF}.
     *
     * @return the initial stopper
     */
    public static EdgeTriggeredStopper initial() {
        return INITIAL;
    }

    /**
     * The stopper that {@link #toByte()} wrote down.
     *
     * @param state a byte that came from {@link #toByte()}
     * @return that stopper, the same instance
     * @throws IllegalArgumentException if the byte is no state; the message names it
     */
    public static EdgeTriggeredStopper fromByte(byte state) {
        EdgeTriggeredStopper stopper = state >= 0 && state < STATES.length ? STATES[state] : null;
        if (stopper == null) {
            throw new IllegalArgumentException("not a state of an EdgeTriggeredStopper: " + state);
        }
        return stopper;
    }

    /**
     * The whole state in one byte: the stream in bits 0 and 1, the host in bits 2 and 3. Stable over releases.
     *
     * @return a byte for {@link #fromByte(byte)}
     */
    public byte toByte() {
        return (byte) index(host, stream);
    }

    /**
     * The step that a signal causes.
     *
     * @param signal what happened
     * @return the next stopper and the decision; the same instance for the same stopper and signal
     */
    public Transition on(Signal signal) {
        return switch (signal) {
            case HOSTING_UP -> onHostingUp;
            case HOSTING_SUSPECT -> onHostingSuspect;
            case HOSTING_DOWN -> onHostingDown;
            case GRACE_ELAPSED -> onGraceElapsed;
            case STREAMING_ON -> onStreamingOn;
            case STREAMING_OFF -> onStreamingOff;
            case STOP_FAILED -> onStopFailed;
        };
    }

    /**
     * What is known of the host.
     *
     * @return the host's level
     */
    public Host host() {
        return host;
    }

    /**
     * What is known of the stream.
     *
     * @return the stream's level
     */
    public Stream stream() {
        return stream;
    }

    /**
     * Host and stream, as in {@code UP/ON}.
     *
     * @return both levels
     */
    @Override
    public String toString() {
        return host + "/" + stream;
    }
}
