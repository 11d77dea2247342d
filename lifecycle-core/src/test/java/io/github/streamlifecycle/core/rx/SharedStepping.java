package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Signal;

/** Lets tests of other packages step the package-private {@link SharedStopper}. */
public final class SharedStepping {
    private static final Signal[] SIGNALS = Signal.values();

    private final SharedStopper stopper = new SharedStopper();
    private int next;

    /** One step of a rotation in which every signal comes after every other. */
    public long step() {
        int i = next++;
        return stopper.on(SIGNALS[((i * 31) >>> 3) % SIGNALS.length]);
    }

    public void steps(int count) {
        for (int i = 0; i < count; i++) {
            step();
        }
    }
}
