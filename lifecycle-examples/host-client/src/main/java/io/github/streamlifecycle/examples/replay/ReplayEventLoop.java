package io.github.streamlifecycle.examples.replay;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The loop of a recorded run: it takes the same entries at the same times of its clock, and calls nobody. */
public final class ReplayEventLoop extends EventLoop {
    /** How long to wait, in real time, for an event that the library may tell on a thread of its own. */
    private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);

    private final List<JsonObject> recorded;
    private final List<JsonObject> expected;
    private final Duration toldWithin;
    private int saidSoFar;
    private Optional<String> difference = Optional.empty();

    /**
     * Makes the loop of a recording.
     *
     * @param recorded all lines of the recording
     */
    public ReplayEventLoop(List<JsonObject> recorded) {
        this(recorded, TOLD_WITHIN);
    }

    ReplayEventLoop(List<JsonObject> recorded, Duration toldWithin) {
        this.recorded = recorded;
        this.toldWithin = toldWithin;
        this.expected = recorded.stream().filter(Journal::isSaid).toList();
    }

    @Override
    Disposable ask(String call, Single<? extends JsonElement> real) {
        return Disposable.empty();
    }

    @Override
    Disposable listen(int connection, Flowable<PublisherSignal> real) {
        return Disposable.empty();
    }

    @Override
    void said(JsonObject line) {
        String then = saidSoFar < expected.size() ? expected.get(saidSoFar).toString() : "nothing more";
        compare(then, line.toString());
        saidSoFar++;
    }

    /** Events are taken in where the recording has them. */
    @Override
    void takeInTold(BlockingQueue<Told> queue) {}

    @Override
    void takeInTold(BlockingQueue<Told> queue, JsonObject entry) {
        String then = entry.get(Journal.EVENT).getAsString();
        Told now = next(queue);
        compare(then, now == null ? "nothing" : now.event());
        if (now != null) {
            now.takeIn().run();
        }
    }

    /** After the first difference nothing is waited for any more. */
    private @Nullable Told next(BlockingQueue<Told> queue) {
        try {
            return difference.isEmpty() ? queue.poll(toldWithin.toMillis(), TimeUnit.MILLISECONDS) : queue.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private void compare(String then, String now) {
        if (!then.equals(now) && difference.isEmpty()) {
            difference = Optional.of("recorded was " + then + ", replayed is " + now);
        }
    }

    /** Runs to the end of the recording. */
    public void run() {
        recorded.stream()
                .skip(1) // the scenario
                .filter(entry -> !Journal.isSaid(entry))
                .forEach(this::take);
        passUntil(recorded.get(recorded.size() - 1).get(Journal.AT).getAsLong());
        if (saidSoFar < expected.size()) {
            compare(expected.get(saidSoFar).toString(), "nothing more");
        }
    }

    /**
     * Returns where the replay first departs from the recording.
     *
     * @return both versions of the line; empty if they are the same throughout
     */
    public Optional<String> difference() {
        return difference;
    }
}
