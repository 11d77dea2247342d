package io.github.streamlifecycle.livekit.server.rooms;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to the store, behind the guards: one room at a time, and of each only the latest value. */
final class StoreWriter {
    private static final Logger log = LoggerFactory.getLogger(StoreWriter.class);

    private final GuardStore store;
    private final Scheduler scheduler;
    private final Runnable whenFailed;
    /** Guarded by this, as is the rest: what is to be written, empty for what is to be removed. */
    private final Map<String, Optional<Supplier<byte[]>>> waiting = new LinkedHashMap<>();

    private @Nullable CompletableSubject writing;

    /**
     * Creates a writer that has nothing to write yet.
     *
     * @param whenFailed told of each time that the store throws
     */
    StoreWriter(GuardStore store, Scheduler scheduler, Runnable whenFailed) {
        this.store = store;
        this.scheduler = scheduler;
        this.whenFailed = whenFailed;
    }

    /** Returns what is stored; nothing if the store fails. */
    Map<String, byte[]> load() {
        try {
            return new HashMap<>(store.loadAll());
        } catch (Throwable thrown) {
            log.warn("the store cannot be read, guards begin without memory", thrown);
            whenFailed.run();
            return Map.of();
        }
    }

    /**
     * Stores a guard, later.
     *
     * @param guard writes it down; asked then, so that a decision does not wait for it
     */
    void put(String room, Supplier<byte[]> guard) {
        add(room, Optional.of(guard));
    }

    void remove(String room) {
        add(room, Optional.empty());
    }

    private void add(String room, Optional<Supplier<byte[]>> value) {
        CompletableSubject run;
        synchronized (this) {
            waiting.put(room, value);
            if (writing != null) {
                return;
            }
            run = CompletableSubject.create();
            writing = run;
        }
        try {
            scheduler.scheduleDirect(() -> write(run));
        } catch (Throwable refused) {
            log.warn("the store found no thread, and is written with its next value", refused);
            synchronized (this) {
                writing = writing == run ? null : writing;
            }
            run.onComplete();
        }
    }

    private void write(CompletableSubject run) {
        for (Map.Entry<String, Optional<Supplier<byte[]>>> next = take(run); next != null; next = take(run)) {
            String room = next.getKey();
            try {
                next.getValue().ifPresentOrElse(guard -> store.put(room, guard.get()), () -> store.remove(room));
            } catch (Throwable thrown) {
                log.warn("room {} could not be stored", room, thrown);
                whenFailed.run();
            }
        }
    }

    private Map.@Nullable Entry<String, Optional<Supplier<byte[]>>> take(CompletableSubject run) {
        synchronized (this) {
            if (writing != run) {
                return null;
            }
            var first = waiting.entrySet().iterator();
            if (first.hasNext()) {
                Map.Entry<String, Optional<Supplier<byte[]>>> next = Map.entry(
                        waiting.keySet().iterator().next(), first.next().getValue());
                waiting.remove(next.getKey());
                return next;
            }
            writing = null;
        }
        run.onComplete();
        return null;
    }

    /** Completes once all is written that was handed over by now. */
    synchronized Completable idle() {
        return writing == null ? Completable.complete() : writing;
    }
}
