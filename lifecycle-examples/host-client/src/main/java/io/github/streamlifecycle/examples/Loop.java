package io.github.streamlifecycle.examples;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread on which a host client decides, and its clock. Whatever comes from outside (a signal of a connection,
 * the answer to a call, Ctrl-C) comes as an entry of a {@link Journal}; time passes up to the moment of that entry, timers
 * that are due included, and then it is taken in. What happens is thereby a function of the entries, and the same whether
 * they come from the world or from a file.
 */
abstract class Loop {
    private final TestScheduler time = new TestScheduler();
    private final Map<Integer, SingleEmitter<JsonElement>> calls = new HashMap<>();
    private final Map<Integer, PublishProcessor<PublisherSignal>> connections = new HashMap<>();
    private int calledSoFar;
    private Consumer<String> onBegin = server -> {};
    private Runnable onQuit = () -> {};

    /** Where time passes for everything that is decided. */
    Scheduler scheduler() {
        return time;
    }

    long nowMillis() {
        return time.now(TimeUnit.MILLISECONDS);
    }

    void onBegin(Consumer<String> act) {
        onBegin = act;
    }

    void onQuit(Runnable act) {
        onQuit = act;
    }

    /** A call of the outside world: numbered in the order in which they are made, answered by an entry. */
    <T> Single<T> call(String name, Codec<T> codec, Single<T> real) {
        return Single.<JsonElement>create(emitter -> {
                    calledSoFar++;
                    int number = calledSoFar;
                    calls.put(number, emitter);
                    Disposable asked = ask(number, name, real.map(codec::encode));
                    emitter.setDisposable(Disposable.fromAction(() -> {
                        asked.dispose();
                        calls.remove(number);
                    }));
                })
                .map(codec::decode);
    }

    /** What a connection says, by the number of the call that made it. */
    Flowable<PublisherSignal> signals(int connection, Flowable<PublisherSignal> real) {
        return Flowable.defer(() -> {
            Disposable heard = listen(connection, real);
            return connections
                    .computeIfAbsent(connection, missing -> PublishProcessor.create())
                    .onBackpressureBuffer()
                    .doFinally(heard::dispose);
        });
    }

    /** Asks the world, or nobody; the answer comes as an entry. */
    abstract Disposable ask(int number, String name, Single<? extends JsonElement> real);

    /** Listens to the world, or to nobody; signals come as entries. */
    abstract Disposable listen(int connection, Flowable<PublisherSignal> real);

    /** Notes what was decided and said. */
    abstract void said(String what, String words);

    /** Time passes, and then this happens. */
    final void take(JsonObject entry) {
        passUntil(entry.get(Journal.AT).getAsLong());
        if (entry.has(Journal.ANSWER)) {
            SingleEmitter<JsonElement> asked =
                    calls.remove(entry.get(Journal.ANSWER).getAsInt());
            if (asked != null) {
                Journal.settle(entry, asked);
            }
        } else if (entry.has(Journal.CONNECTION)) {
            PublishProcessor<PublisherSignal> heard =
                    connections.get(entry.get(Journal.CONNECTION).getAsInt());
            if (heard != null) {
                heard.onNext(Journal.signal(entry));
            }
        } else if (entry.has(Journal.BEGIN)) {
            onBegin.accept(entry.get(Journal.BEGIN).getAsString());
        } else if (entry.has(Journal.QUIT)) {
            onQuit.run();
        }
        time.triggerActions();
    }

    final void passUntil(long millis) {
        time.advanceTimeTo(Math.max(millis, nowMillis()), TimeUnit.MILLISECONDS);
    }
}
