package io.github.streamlifecycle.examples;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The loop of a run in the world: entries come as they happen, and are stamped in the order in which they are taken. */
final class LiveLoop extends Loop implements AutoCloseable {
    /** Timers are due at a millisecond; this is how late they may really be. */
    private static final long TICK_MILLIS = 2;

    private final BlockingQueue<JsonObject> entries = new LinkedBlockingQueue<>();
    private final long begunNanos = System.nanoTime();
    private final Consumer<JsonObject> record;
    private final Consumer<Throwable> onBroken;
    private final Thread thread = new Thread(this::run, "host-client");

    /**
     * A loop that begins to take entries once it is started.
     *
     * @param record gets every entry and everything said, in order
     * @param onBroken gets what ends it; nothing is taken after that
     */
    LiveLoop(Consumer<JsonObject> record, Consumer<Throwable> onBroken) {
        this.record = record;
        this.onBroken = onBroken;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void post(JsonObject entry) {
        entries.add(entry);
    }

    @Override
    Disposable ask(int number, String name, Single<? extends JsonElement> real) {
        return real.subscribe(
                value -> post(Journal.answer(number, name, value)),
                error -> post(Journal.failure(number, name, error)));
    }

    @Override
    Disposable listen(int connection, Flowable<PublisherSignal> real) {
        return real.subscribe(
                signal -> post(Journal.signal(connection, signal)),
                error -> post(Journal.signal(connection, Journal.LOST_SIGHT)));
    }

    @Override
    void said(String what, String words) {
        record.accept(Journal.said(nowMillis(), what, words));
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                JsonObject entry = entries.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
                long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
                passUntil(now);
                if (entry != null) {
                    JsonObject stamped = Journal.stamped(now, entry);
                    record.accept(stamped);
                    take(stamped);
                }
            }
        } catch (InterruptedException closed) {
            record.accept(Journal.stamped(nowMillis(), Journal.end()));
        } catch (RuntimeException | LinkageError broken) {
            onBroken.accept(broken);
        }
    }

    /** Ends it once what was to be taken is taken. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
