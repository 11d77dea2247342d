package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.core.rx.StopReason;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The four behaviours of the hook that this library began as, on the machine and on the shell. */
@Tag("P8")
class OriginalHookTest {
    abstract static class Hook {
        abstract void hosting(boolean up);

        abstract void streaming(boolean on);

        abstract int stops();

        @Test
        void stopsOnceWhenHostingEndsWhileStreaming() {
            hosting(true);
            streaming(true);
            assertThat(stops()).isZero();
            hosting(false);
            assertThat(stops()).isOne();
            hosting(false);
            assertThat(stops()).isOne();
        }

        @Test
        void doesNothingWhenNotStreaming() {
            hosting(true);
            hosting(false);
            assertThat(stops()).isZero();
        }

        @Test
        @Tag("P1")
        void doesNothingOnMount() {
            hosting(false);
            streaming(true);
            hosting(false);
            assertThat(stops()).isZero();
        }

        @Test
        @Tag("P3")
        void doesNothingWhileHostingStaysUpAndStreamingToggles() {
            hosting(true);
            streaming(true);
            streaming(false);
            hosting(true);
            streaming(true);
            assertThat(stops()).isZero();
        }
    }

    @Nested
    class OnTheMachine extends Hook {
        private EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        private int stops;

        @Override
        void hosting(boolean up) {
            tell(up ? Signal.HOSTING_UP : Signal.HOSTING_DOWN);
        }

        @Override
        void streaming(boolean on) {
            tell(on ? Signal.STREAMING_ON : Signal.STREAMING_OFF);
        }

        private void tell(Signal signal) {
            Transition step = stopper.on(signal);
            stops += step.decision() == Decision.STOP ? 1 : 0;
            stopper = step.next();
        }

        @Override
        int stops() {
            return stops;
        }
    }

    @Nested
    class OnTheShell extends Hook {
        private final PublishProcessor<Boolean> hosting = PublishProcessor.create();
        private final PublishProcessor<Boolean> streaming = PublishProcessor.create();
        private final TestSubscriber<StopReason> stops =
                AutoStop.when(hosting, streaming).stops().test();

        @Override
        void hosting(boolean up) {
            hosting.onNext(up);
        }

        @Override
        void streaming(boolean on) {
            streaming.onNext(on);
        }

        @Override
        int stops() {
            stops.assertNoErrors().assertNotComplete();
            return stops.values().size();
        }
    }
}
