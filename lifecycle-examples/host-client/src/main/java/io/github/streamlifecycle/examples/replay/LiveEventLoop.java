package io.github.streamlifecycle.examples.replay;

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

/** The loop of a live run: it stamps entries in the order in which it takes them, and hands them to a recording. */
public final class LiveEventLoop extends EventLoop implements AutoCloseable {
    /** How late a timer may be at most, if the machine keeps up. */
    private static final long TICK_MILLIS = 2;

    private final BlockingQueue<JsonObject> entries = new LinkedBlockingQueue<>();
    private final long begunNanos = System.nanoTime();
    private final Consumer<JsonObject> record;
    private final Consumer<Throwable> onBroken;
    private final Thread thread = new Thread(this::run, "host-client");

    /**
     * Makes a loop that takes entries from when it is started.
     *
     * @param record called with every entry and every line that the user is shown, in order
     * @param onBroken called with the error that ended the loop, if one does
     */
    public LiveEventLoop(Consumer<JsonObject> record, Consumer<Throwable> onBroken) {
        this.record = record;
        this.onBroken = onBroken;
        thread.setDaemon(true);
    }

    /**
     * Starts the loop; the run begins.
     *
     * @param server the name of the server, as the user is shown it
     */
    public void start(String server) {
        entries.add(Journal.begin(server));
        thread.start();
    }

    /** Asks for the end of the run, as its user does. */
    public void quit() {
        entries.add(Journal.quit());
    }

    @Override
    Disposable ask(String call, Single<? extends JsonElement> real) {
        return real.subscribe(
                value -> entries.add(Journal.answer(call, value)), error -> entries.add(Journal.failure(call, error)));
    }

    @Override
    Disposable listen(int connection, Flowable<PublisherSignal> real) {
        return real.subscribe(
                signal -> entries.add(Journal.signal(connection, signal)),
                error -> entries.add(Journal.signal(connection, Journal.LOST_SIGHT)));
    }

    @Override
    void said(JsonObject line) {
        record.accept(line);
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
        } catch (RuntimeException | Error broken) {
            onBroken.accept(broken);
        }
    }

    /** Ends the loop after the entry that it is taking. */
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
