package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.lease.LeaseReceiver;
import java.time.InstantSource;
import java.util.List;
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

    /** Returns what the hosts of a room have said before; nothing if nobody listens. */
    List<Observation> of(String room) {
        LeaseReceiver known = known();
        return known == null ? List.of() : known.says(room);
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
