package io.github.streamlifecycle.examples.replay;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A loop in virtual time, for a world that lives on its scheduler. */
public final class VirtualEventLoop extends EventLoop {
    private final Queue<JsonObject> entries = new ConcurrentLinkedQueue<>();

    /** Begins a run. */
    public void begin() {
        take(Journal.stamped(nowMillis(), Journal.begin("a server in virtual time")));
        takeInEntries();
    }

    /** Asks for the end, as the user does. */
    public void quit() {
        take(Journal.stamped(nowMillis(), Journal.quit()));
        takeInEntries();
    }

    /**
     * Lets time pass.
     *
     * @param time how much
     */
    public void pass(Duration time) {
        long until = nowMillis() + time.toMillis();
        while (nowMillis() < until) {
            passUntil(nowMillis() + 1);
            takeInEntries();
        }
    }

    private void takeInEntries() {
        for (JsonObject entry = entries.poll(); entry != null; entry = entries.poll()) {
            take(Journal.stamped(nowMillis(), entry));
        }
    }

    @Override
    Disposable ask(String call, Single<? extends JsonElement> real) {
        return real.subscribe(
                value -> entries.add(Journal.answer(call, value)), error -> entries.add(Journal.failure(call, error)));
    }

    @Override
    Disposable listen(int connection, Flowable<PublisherSignal> real) {
        return real.subscribe(signal -> entries.add(Journal.signal(connection, signal)));
    }

    @Override
    void said(JsonObject line) {}
}
