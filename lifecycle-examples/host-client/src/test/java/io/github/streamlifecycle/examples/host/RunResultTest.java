package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.StopReason;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;

class RunResultTest {
    private static final StopReceipt STOPPED = stopped(EgressStatus.EGRESS_COMPLETE);

    private static StopReceipt stopped(EgressStatus status) {
        return new StopReceipt.Stopped("EG_1", status, new Tries(1, 1), Duration.ofMillis(300));
    }

    private static Outcome dropped(StopReceipt receipt) {
        return new Outcome.HostDropped(StopReason.GRACE_ELAPSED, receipt);
    }

    private static RunResult result(Outcome outcome, int stopsSent) {
        return RunResult.of(outcome, stopsSent, Optional.empty());
    }

    @Test
    void oneStopAfterADropIsGood() {
        assertThat(result(dropped(STOPPED), 1).exitCode()).isZero();
    }

    @Test
    void stopSentTwiceIsBad() {
        assertThat(result(dropped(STOPPED), 2).exitCode()).isEqualTo(1);
    }

    @Test
    void stopByItsUserAloneIsGood() {
        assertThat(result(new Outcome.UserStopped(STOPPED), 1).exitCode()).isZero();
    }

    @Test
    void abortedStartIsAGoodStop() {
        assertThat(result(dropped(stopped(EgressStatus.EGRESS_ABORTED)), 1).exitCode())
                .isZero();
    }

    @Test
    void failedOutputIsBadAlthoughItWasStopped() {
        StopReceipt failed = stopped(EgressStatus.EGRESS_FAILED);
        assertThat(RunResult.of(dropped(failed), 1, Optional.of("no space left on device")))
                .isEqualTo(RunResult.bad(
                        "the egress was stopped, but its output failed: EGRESS_FAILED," + " no space left on device"));
        assertThat(result(new Outcome.UserStopped(failed), 1).exitCode()).isEqualTo(1);
    }

    @Test
    void egressThatEndedByItselfIsBadAndSaysWhy() {
        Optional<String> error = Optional.of("no such host");
        assertThat(RunResult.of(new Outcome.EgressEnded("EG_1", EgressStatus.EGRESS_FAILED, error), 0, error))
                .isEqualTo(RunResult.bad("the egress ended by itself: EGRESS_FAILED, no such host"));
    }

    @Test
    void dropWithoutAnEgressIsBad() {
        StopReceipt never = new StopReceipt.NotStarted(Optional.empty());
        assertThat(result(new Outcome.HostDropped(StopReason.HOST_DOWN, never), 0)
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void userWhoStopsBeforeTheStartIsGood() {
        StopReceipt never = new StopReceipt.NotStarted(Optional.empty());
        assertThat(result(new Outcome.UserStopped(never), 0).exitCode()).isZero();
    }

    @Test
    void wordsHaveNoRecordsAndNoIsoDurations() {
        LiveKitException error = LiveKitException.of(0, "", "StopEgress got no answer within PT15S");
        StopReceipt gaveUp = new StopReceipt.GaveUp("EG_1", error, new Tries(3, 0), Duration.ofMinutes(1));
        assertThat(result(dropped(gaveUp), 3).words())
                .isEqualTo("the egress EG_1 may still run: StopEgress got no answer within 15 s");
        StopReceipt ended = new StopReceipt.AlreadyEnded(
                "EG_1", Optional.of(EgressStatus.EGRESS_COMPLETE), new Tries(1, 1), Duration.ofSeconds(3));
        assertThat(result(new Outcome.NeverLive(ended), 1).words()).doesNotContain("[", "PT");
    }
}
