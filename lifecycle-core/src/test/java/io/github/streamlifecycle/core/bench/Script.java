package io.github.streamlifecycle.core.bench;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.Signal;
import io.reactivex.rxjava3.processors.FlowableProcessor;

/** The levels of every benchmark: one streaming session that is stopped, then a host that comes and goes. */
final class Script {
    static final int LEVELS = 64;

    private Script() {}

    static Signal[] signals() {
        Signal[] signals = new Signal[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            if (isOfStreaming(i)) {
                signals[i] = isUp(i) ? Signal.STREAMING_ON : Signal.STREAMING_OFF;
            } else {
                signals[i] = isUp(i) ? Signal.HOSTING_UP : Signal.HOSTING_DOWN;
            }
        }
        return signals;
    }

    static void tell(FlowableProcessor<Boolean> hosting, FlowableProcessor<Boolean> streaming) {
        for (int i = 0; i < LEVELS; i++) {
            (isOfStreaming(i) ? streaming : hosting).onNext(isUp(i));
        }
    }

    static void tellPresence(FlowableProcessor<Presence> host, FlowableProcessor<Boolean> streaming) {
        for (int i = 0; i < LEVELS; i++) {
            if (isOfStreaming(i)) {
                streaming.onNext(isUp(i));
            } else {
                host.onNext(isUp(i) ? Presence.UP : Presence.DOWN);
            }
        }
    }

    /** On, up, down: a stop; off, then the host alone. */
    private static boolean isOfStreaming(int i) {
        return i == 0 || i == 3;
    }

    private static boolean isUp(int i) {
        return i == 0 || (i != 3 && (i & 1) == 1);
    }
}
