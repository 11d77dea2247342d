package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Signal;

/** Lets tests of other packages step the package-private {@link SharedStopper}. */
public final class SharedStepping {
    private static final Signal[] SIGNALS = Signal.values();

    private final SharedStopper stopper = new SharedStopper();

    public long tell(Signal signal) {
        return stopper.on(signal);
    }

    /** A rotation in which every signal comes after every other. */
    public void steps(int count) {
        for (int i = 0; i < count; i++) {
            stopper.on(SIGNALS[((i * 31) >>> 3) % SIGNALS.length]);
        }
    }
}
