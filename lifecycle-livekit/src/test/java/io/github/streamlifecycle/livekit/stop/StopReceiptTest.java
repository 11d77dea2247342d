package io.github.streamlifecycle.livekit.stop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.stop.StopReceipt.AlreadyEnded;
import io.github.streamlifecycle.livekit.stop.StopReceipt.DeadRecord;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.github.streamlifecycle.livekit.stop.StopReceipt.NotStarted;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;

class StopReceiptTest {
    private static final Tries TRIES = new Tries(2, 1);
    private static final Duration TOOK = Duration.ofSeconds(3);
    private static final NotStarted NOT_STARTED = new NotStarted(Optional.empty());

    private final List<StopReceipt> all = List.of(
            new Stopped("EG_1", EgressStatus.EGRESS_COMPLETE, TRIES, TOOK),
            new AlreadyEnded("EG_1", Optional.empty(), TRIES, TOOK),
            new HostReturned("EG_1", Optional.empty(), TRIES, TOOK),
            new DeadRecord("EG_1", EgressStatus.EGRESS_ACTIVE, TRIES, TOOK),
            NOT_STARTED,
            new GaveUp("EG_1", LiveKitException.of(503, "unavailable", "no"), TRIES, TOOK));

    @Test
    void everyKindHasAName() {
        assertThat(all).hasSize(StopReceipt.class.getPermittedSubclasses().length);
        assertThat(all).extracting(StopReceipt::name).isEqualTo(StopReceipt.names());
    }

    @Test
    void onlyAnEgressThatEndedIsOver() {
        assertThat(all).filteredOn(StopReceipt::isOver).hasOnlyElementsOfTypes(Stopped.class, AlreadyEnded.class);
        assertThat(all).filteredOn(StopReceipt::isOver).hasSize(2);
    }

    @Test
    void allButAStartThatFailedNameTheirEgress() {
        assertThat(all)
                .filteredOn(receipt -> receipt != NOT_STARTED)
                .allSatisfy(receipt -> assertThat(receipt.egressId()).contains("EG_1"))
                .allSatisfy(receipt -> assertThat(receipt.tries()).isEqualTo(TRIES));
        assertThat(NOT_STARTED.egressId()).isEmpty();
        assertThat(NOT_STARTED.tries()).isEqualTo(Tries.NONE);
    }
}
