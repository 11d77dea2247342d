package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The code snippets of the documentation, compiled and run. */
class SnippetsTest {
    /** An application's streaming API. */
    record Api(List<String> calls) {
        Completable stopStream() {
            return Completable.fromAction(() -> calls.add("stop"));
        }
    }

    /** An application's log. */
    record Log(List<String> lines) {
        void info(String pattern, Object value) {
            lines.add(pattern.replace("{}", value.toString()));
        }
    }

    @Test
    void anyTwoStreamsAndAnyStop() {
        Flowable<Boolean> hosting = Flowable.just(true, false);
        Flowable<Boolean> streaming = Flowable.just(true);
        Api api = new Api(new ArrayList<>());
        Log log = new Log(new ArrayList<>());

        // tag::guard[]
        Disposable guard = AutoStop.when(hosting, streaming) // Flowable<Boolean> each
                .grace(Duration.ofSeconds(5))
                .stopWith(() -> api.stopStream()) // Completable
                .subscribe(receipt -> log.info("{}", receipt));
        // end::guard[]

        assertThat(api.calls()).containsExactly("stop");
        assertThat(log.lines()).containsExactly("Stopped[reason=FEED_ENDED]");
        assertThat(guard.isDisposed()).isTrue();
    }

    @Test
    void machineInAnybodysLoop() {
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        List<String> steps = new ArrayList<>();
        for (Signal signal : List.of(Signal.STREAMING_ON, Signal.HOSTING_UP, Signal.HOSTING_DOWN)) {
            // tag::machine[]
            Transition t = stopper.on(signal); // t.next(), t.decision()
            // end::machine[]
            stopper = t.next();
            steps.add(t.next() + " " + t.decision());
        }
        assertThat(steps).containsExactly("NEVER/ON NONE", "UP/ON NONE", "DOWN/STOPPING STOP");
    }

    @Test
    void receiptIsOneOfFour() {
        assertThat(Receipt.class.isSealed()).isTrue();
        assertThat(Receipt.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(
                        Receipt.Stopped.class, Receipt.Failed.class, Receipt.TimedOut.class, Receipt.Withdrawn.class);
    }
}
