package io.github.streamlifecycle.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.rx.Cause;
import io.github.streamlifecycle.livekit.Outcome;
import io.github.streamlifecycle.livekit.StopReceipt;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final StopReceipt STOPPED =
            new StopReceipt.Stopped("EG_1", EgressStatus.EGRESS_COMPLETE, 1, Duration.ofMillis(300));

    @Test
    void oneStopAfterADropIsRight() {
        assertThat(Verdict.of(new Outcome.HostDropped(Cause.GRACE_ELAPSED, STOPPED), 1)
                        .exitCode())
                .isZero();
    }

    @Test
    void stopSentTwiceIsWrong() {
        assertThat(Verdict.of(new Outcome.HostDropped(Cause.GRACE_ELAPSED, STOPPED), 2)
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void stopByItsUserAloneIsRight() {
        assertThat(Verdict.of(new Outcome.UserStopped(STOPPED), 1).exitCode()).isZero();
    }

    @Test
    void egressThatEndedByItselfIsWrongAndSaysWhy() {
        Verdict verdict =
                Verdict.of(new Outcome.EgressEnded("EG_1", EgressStatus.EGRESS_FAILED, Optional.of("no such host")), 0);
        assertThat(verdict.exitCode()).isEqualTo(1);
        assertThat(verdict.words()).contains("EGRESS_FAILED", "no such host");
    }

    @Test
    void dropWithoutAnEgressIsWrong() {
        StopReceipt never = new StopReceipt.NotStarted(Optional.empty());
        assertThat(Verdict.of(new Outcome.HostDropped(Cause.HOST_DOWN, never), 0)
                        .exitCode())
                .isEqualTo(1);
    }
}
