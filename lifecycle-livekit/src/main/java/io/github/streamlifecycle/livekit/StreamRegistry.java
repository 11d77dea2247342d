package io.github.streamlifecycle.livekit;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that one {@link LiveKit} is guarding. */
final class StreamRegistry implements GuardedStream.Registry {
    private final Set<GuardedStream> live = ConcurrentHashMap.newKeySet();
    private final StreamEvents events;
    private volatile boolean closed;

    StreamRegistry(StreamEvents events) {
        this.events = events;
    }

    StreamEvents events() {
        return events;
    }

    @Override
    public void began(GuardedStream stream) {
        live.add(stream);
    }

    @Override
    public void ended(GuardedStream stream) {
        live.remove(stream);
        completeIfDone();
    }

    int count() {
        return live.size();
    }

    List<GuardedStream> live() {
        return List.copyOf(live);
    }

    /** Completes the events, at once or with the last stream that is still guarded. */
    void close() {
        closed = true;
        completeIfDone();
    }

    private void completeIfDone() {
        if (closed && live.isEmpty()) {
            events.complete();
        }
    }
}
