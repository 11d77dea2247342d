package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.livekit.testkit.Feed.Gate;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.LinkedHashSet;
import java.util.Set;

/** The gates of those who subscribe to a sound, all of them open while it flows. Media thread only. */
final class Gates {
    private final Set<Gate> all = new LinkedHashSet<>();
    private boolean open;

    Disposable add(Gate gate) {
        all.add(gate);
        if (open) {
            gate.open();
        }
        return Disposable.fromRunnable(() -> {
            if (all.remove(gate)) {
                gate.close();
            }
        });
    }

    void open() {
        if (!open) {
            open = true;
            all.forEach(Gate::open);
        }
    }

    void close() {
        if (open) {
            open = false;
            all.forEach(Gate::close);
        }
    }
}
