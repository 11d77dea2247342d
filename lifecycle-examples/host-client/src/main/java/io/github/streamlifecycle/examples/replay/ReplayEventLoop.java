package io.github.streamlifecycle.examples.replay;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.Optional;

/** The loop of a recorded run: it takes the same entries at the same times of its clock, and calls nobody. */
public final class ReplayEventLoop extends EventLoop {
    private final List<JsonObject> recorded;
    private final List<JsonObject> expected;
    private int toldSoFar;
    private Optional<String> difference = Optional.empty();

    /**
     * Makes the loop of a recording.
     *
     * @param recorded all lines of the recording
     */
    public ReplayEventLoop(List<JsonObject> recorded) {
        this.recorded = recorded;
        this.expected = recorded.stream().filter(Journal::isTold).toList();
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
        String then = toldSoFar < expected.size() ? expected.get(toldSoFar).toString() : "nothing more";
        compare(then, line.toString());
        toldSoFar++;
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
                .filter(entry -> !Journal.isTold(entry))
                .forEach(this::take);
        passUntil(recorded.get(recorded.size() - 1).get(Journal.AT).getAsLong());
        if (toldSoFar < expected.size()) {
            compare(expected.get(toldSoFar).toString(), "nothing more");
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
