package io.github.streamlifecycle.examples.replay;

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
 * The one thread on which a host client decides, with a clock of its own.
 *
 * <p>Everything from outside (a signal of a connection, the answer to a call, Ctrl-C) is an entry of
 * a {@link Journal}. The clock first runs up to the time of that entry, timers included; then the entry is taken in. What
 * happens is therefore a function of the entries, and the same whether they come from the world or from a file.
 */
public abstract class EventLoop {
    private final TestScheduler time = new TestScheduler();
    private final Map<String, Integer> callsMade = new HashMap<>();
    private final Map<String, SingleEmitter<JsonElement>> openCalls = new HashMap<>();
    private final Map<Integer, PublishProcessor<PublisherSignal>> connections = new HashMap<>();
    private Consumer<String> onBegin = server -> {};
    private Runnable onQuit = () -> {};

    EventLoop() {}

    /**
     * Returns the scheduler of everything that is decided here.
     *
     * @return a scheduler whose clock is this loop's
     */
    public final Scheduler scheduler() {
        return time;
    }

    /**
     * Returns the time of this loop.
     *
     * @return milliseconds since it began
     */
    public final long nowMillis() {
        return time.now(TimeUnit.MILLISECONDS);
    }

    /**
     * Sets what happens first.
     *
     * @param act called on this loop with the name of the server
     */
    public final void onBegin(Consumer<String> act) {
        onBegin = act;
    }

    /**
     * Sets what happens when the user asks for the end.
     *
     * @param act called on this loop
     */
    public final void onQuit(Runnable act) {
        onQuit = act;
    }

    /**
     * Notes a line that the user is shown. A replay compares it with the recorded one.
     *
     * @param words the line, without its time
     */
    public final void say(String words) {
        said(Journal.said(nowMillis(), words));
    }

    /**
     * Notes an event of a guard. A replay compares it with the recorded one.
     *
     * @param event the event, with a {@code toString} that identifies it
     */
    public final void note(Object event) {
        said(Journal.event(nowMillis(), event.toString()));
    }

    /** Returns a call of the outside world, known by its name and by how many of that name were made before it. */
    final <T> Single<T> call(String name, JsonCodec<T> codec, Single<T> real) {
        return Single.<JsonElement>create(emitter -> {
                    String id = name + " " + callsMade.merge(name, 1, Integer::sum);
                    openCalls.put(id, emitter);
                    Disposable asked = ask(id, real.map(codec::encode));
                    emitter.setDisposable(Disposable.fromAction(() -> {
                        asked.dispose();
                        openCalls.remove(id);
                    }));
                })
                .map(codec::decode);
    }

    /** Returns the signals of a connection, known by the number of the call that made it. */
    final Flowable<PublisherSignal> signals(int connection, Flowable<PublisherSignal> real) {
        return Flowable.defer(() -> {
            Disposable heard = listen(connection, real);
            return connections
                    .computeIfAbsent(connection, missing -> PublishProcessor.create())
                    .onBackpressureBuffer()
                    .doFinally(heard::dispose);
        });
    }

    /** Makes a call, if there is a world to call; its answer comes as an entry. */
    abstract Disposable ask(String call, Single<? extends JsonElement> real);

    /** Listens to a connection, if there is one; its signals come as entries. */
    abstract Disposable listen(int connection, Flowable<PublisherSignal> real);

    /** Notes an entry that {@link #say} or {@link #note} made. */
    abstract void said(JsonObject line);

    /** Lets the time up to an entry pass, then takes it in. */
    final void take(JsonObject entry) {
        passUntil(entry.get(Journal.AT).getAsLong());
        if (entry.has(Journal.ANSWER)) {
            SingleEmitter<JsonElement> asked =
                    openCalls.remove(entry.get(Journal.ANSWER).getAsString());
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

    /** Lets time pass, unless it has already: timers run when they are due, each at its own time. */
    final void passUntil(long millis) {
        time.advanceTimeTo(Math.max(millis, nowMillis()), TimeUnit.MILLISECONDS);
    }
}
