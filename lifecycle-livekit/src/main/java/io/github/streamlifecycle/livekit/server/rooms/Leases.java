package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.lease.LeaseReceiver;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The receiver of leases, which listens only if somebody asks for it. */
final class Leases {
    private final ApiKeys keys;
    private final InstantSource clock;
    private final Consumer<Observation> listener;
    private @Nullable LeaseReceiver receiver;
    private boolean closed;

    Leases(ApiKeys keys, InstantSource clock, Consumer<Observation> listener) {
        this.keys = keys;
        this.clock = clock;
        this.listener = listener;
    }

    synchronized LeaseReceiver receiver() {
        LeaseReceiver known = receiver;
        if (known == null) {
            known = LeaseReceiver.start(keys, clock, listener);
            receiver = known;
            if (closed) {
                known.close();
            }
        }
        return known;
    }

    /** Tells a room that is new what its hosts have said before. */
    void tell(RoomRunner runner) {
        LeaseReceiver known = known();
        if (known != null) {
            known.says(runner.guard().room()).forEach(runner::observed);
        }
    }

    /** Returns the number of hosts with a good lease. */
    int hosts() {
        LeaseReceiver known = known();
        return known == null ? 0 : known.hosts();
    }

    private synchronized @Nullable LeaseReceiver known() {
        return receiver;
    }

    void close() {
        LeaseReceiver known;
        synchronized (this) {
            closed = true;
            known = receiver;
        }
        if (known != null) {
            known.close();
        }
    }
}
