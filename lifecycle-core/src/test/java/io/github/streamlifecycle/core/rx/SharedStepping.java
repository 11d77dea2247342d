package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Signal;

/** Access to the package-private {@link SharedStopper} for tests of other packages. */
public final class SharedStepping {
    private static final Signal[] SIGNALS = Signal.values();

    private final SharedStopper stopper = new SharedStopper();

    public long tell(Signal signal) {
        return stopper.on(signal);
    }

    /** Steps through a fixed, scrambled series of all signals. */
    public void steps(int count) {
        for (int i = 0; i < count; i++) {
            stopper.on(signal(i));
        }
    }

    /** Returns the signal of that index in a scrambled series, in which every signal follows every other. */
    public static Signal signal(int index) {
        int scrambled = index * 0x9E3779B1;
        scrambled = (scrambled ^ (scrambled >>> 15)) * 0x85EBCA77;
        return SIGNALS[(scrambled >>> 16) % SIGNALS.length];
    }
}
