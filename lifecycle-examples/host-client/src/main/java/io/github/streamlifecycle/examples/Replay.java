package io.github.streamlifecycle.examples;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.Optional;

/** The loop of a run that was recorded: the same entries at the same moments of a virtual clock, and nobody is called. */
final class Replay extends Loop {
    private final List<JsonObject> recorded;
    private final List<JsonObject> expected;
    private int saidSoFar;
    private Optional<String> difference = Optional.empty();

    Replay(List<JsonObject> recorded) {
        this.recorded = recorded;
        this.expected = recorded.stream().filter(Journal::isSaid).toList();
    }

    @Override
    Disposable ask(int number, String name, Single<? extends JsonElement> real) {
        return Disposable.empty();
    }

    @Override
    Disposable listen(int connection, Flowable<PublisherSignal> real) {
        return Disposable.empty();
    }

    @Override
    void said(String what, String words) {
        JsonObject now = Journal.said(nowMillis(), what, words);
        boolean same = saidSoFar < expected.size() && expected.get(saidSoFar).equals(now);
        if (!same && difference.isEmpty()) {
            String then = saidSoFar < expected.size() ? expected.get(saidSoFar).toString() : "nothing more";
            difference = Optional.of("recorded was " + then + ", replayed is " + now);
        }
        saidSoFar++;
    }

    /** Runs to the end of the recording. */
    void run() {
        recorded.stream()
                .skip(1) // the scenario
                .filter(entry -> !Journal.isSaid(entry))
                .forEach(this::take);
        passUntil(recorded.get(recorded.size() - 1).get(Journal.AT).getAsLong());
        if (saidSoFar < expected.size() && difference.isEmpty()) {
            difference = Optional.of("recorded was " + expected.get(saidSoFar) + ", replayed is nothing more");
        }
    }

    /** Where the replay first departs from the recording; empty if it does not. */
    Optional<String> difference() {
        return difference;
    }
}
