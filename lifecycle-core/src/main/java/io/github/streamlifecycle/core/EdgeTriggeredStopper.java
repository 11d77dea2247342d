package io.github.streamlifecycle.core;

/**
 * A falling-edge detector over the level of a host, gated by the level of a stream and by a latch that remembers
 * whether the host has ever been up.
 *
 * <p>The stopper is a Mealy machine and an immutable value: {@link #on(Signal)} returns the next stopper and the
 * decision, and changes nothing. All eleven stoppers exist in advance, so a step allocates nothing, stoppers can be
 * compared with {@code ==} and shared between threads, and one byte preserves a stopper across a restart.
 *
 * <p>A null signal is a {@link NullPointerException}; nothing else can go wrong.
 *
 * @since 0.1.0
 */
@SuppressWarnings("EnumOrdinal") // a test pins every byte
public final class EdgeTriggeredStopper {
    /** The level of the host. The order of the constants is part of {@link #toByte()}. */
    public enum Host {
        /** Never seen publishing: the latch is open and nothing can fire. */
        NEVER,
        /** Publishing. */
        UP,
        /** Possibly gone; a grace period is running. */
        SUSPECT,
        /** Gone, having been up before. */
        DOWN
    }

    /** The level of the stream. The order of the constants is part of {@link #toByte()}. */
    public enum Stream {
        /** No stream is running, or the user stopped it. */
        OFF,
        /** A stream is running and is guarded. */
        ON,
        /** A stop was decided and has neither succeeded, failed nor been withdrawn yet. */
        STOPPING
    }

    private static final Host[] HOSTS = Host.values();
    private static final Stream[] STREAMS = Stream.values();
    private static final int STREAM_BITS = 2;

    /** All stoppers, indexed by byte; null where a byte is not a state. */
    private static final EdgeTriggeredStopper[] STATES = new EdgeTriggeredStopper[HOSTS.length << STREAM_BITS];

    static {
        for (Host host : HOSTS) {
            for (Stream stream : STREAMS) {
                // only a host that was up can fall, so STOPPING excludes NEVER
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
    // This stopper's row of the table, filled in before publication. One field per signal: a step through an array
    // takes half as long again.
    private Transition onHostingUp;
    private Transition onHostingSuspect;
    private Transition onHostingDown;
    private Transition onGraceElapsed;
    private Transition onStreamingOn;
    private Transition onStreamingOff;
    private Transition onStopFailed;
    private Transition onStopWithdrawn;

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
        onStopWithdrawn = transition(Signal.STOP_WITHDRAWN);
    }

    /**
     * Returns this row of the table: for each signal the next level of the host and of the stream, and the decision.
     */
    private Transition transition(Signal signal) {
        return switch (signal) {
            case HOSTING_UP -> to(Host.UP, stream, host == Host.SUSPECT ? Decision.CANCEL_GRACE : Decision.NONE);
            case HOSTING_SUSPECT -> host == Host.UP ? to(Host.SUSPECT, stream, Decision.START_GRACE) : stay();
            case HOSTING_DOWN -> host == Host.UP || host == Host.SUSPECT ? fall() : stay();
            case GRACE_ELAPSED -> host == Host.SUSPECT ? fall() : stay();
            case STREAMING_ON -> stream == Stream.OFF ? to(host, Stream.ON, Decision.NONE) : stay();
            case STREAMING_OFF -> to(host, Stream.OFF, Decision.NONE);
            case STOP_FAILED -> stream == Stream.STOPPING ? to(host, Stream.ON, Decision.NONE) : stay();
            case STOP_WITHDRAWN -> stream == Stream.STOPPING ? withdraw() : stay();
        };
    }

    /** Returns the step of a host that falls to DOWN: the falling edge. */
    private Transition fall() {
        if (stream == Stream.ON) {
            return to(Host.DOWN, Stream.STOPPING, Decision.STOP);
        }
        return to(Host.DOWN, stream, host == Host.SUSPECT ? Decision.CANCEL_GRACE : Decision.NONE);
    }

    /**
     * Returns the step of a withdrawn stop. A host that fell again meanwhile has made its edge already, so the stop is
     * repeated.
     */
    private Transition withdraw() {
        return host == Host.DOWN ? to(host, Stream.STOPPING, Decision.STOP) : to(host, Stream.ON, Decision.NONE);
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
     * Returns the stopper to begin with: host {@code NEVER}, stream {@code OFF}.
     *
     * @return the initial stopper
     */
    public static EdgeTriggeredStopper initial() {
        return INITIAL;
    }

    /**
     * Returns the stopper that a byte stands for.
     *
     * @param state a byte that came from {@link #toByte()}
     * @return that stopper, the same instance
     * @throws IllegalArgumentException if the byte is not a state; the message names it
     */
    public static EdgeTriggeredStopper fromByte(byte state) {
        EdgeTriggeredStopper stopper = state >= 0 && state < STATES.length ? STATES[state] : null;
        if (stopper == null) {
            throw new IllegalArgumentException("not a state of an EdgeTriggeredStopper: " + state);
        }
        return stopper;
    }

    /**
     * Returns the whole state in one byte: the stream in bits 0 and 1, the host in bits 2 and 3. The encoding is
     * stable across releases.
     *
     * @return a byte for {@link #fromByte(byte)}
     */
    public byte toByte() {
        return (byte) index(host, stream);
    }

    /**
     * Returns the step that a signal causes.
     *
     * @param signal the event to react to
     * @return the next stopper and the decision; always the same instance for the same stopper and signal
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
            case STOP_WITHDRAWN -> onStopWithdrawn;
        };
    }

    /**
     * Returns the level of the host.
     *
     * @return the host's level
     */
    public Host host() {
        return host;
    }

    /**
     * Returns the level of the stream.
     *
     * @return the stream's level
     */
    public Stream stream() {
        return stream;
    }

    /**
     * Returns both levels, as in {@code UP/ON}.
     *
     * @return host and stream
     */
    @Override
    public String toString() {
        return host + "/" + stream;
    }
}
