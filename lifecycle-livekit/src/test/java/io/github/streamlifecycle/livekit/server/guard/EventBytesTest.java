package io.github.streamlifecycle.livekit.server.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventBytesTest {
    private static final Origin ORIGIN = new Origin(Source.WEBHOOK, new RoomKey("røm", "RM_1", 1_000), 5_000);
    private static final ParticipantKey KEY = new ParticipantKey("host", "PA_1", 2_000);
    private static final RoomParticipant FULL = new RoomParticipant(
            KEY,
            Kind.SIP,
            Set.of(Trait.HIDDEN, Trait.PUBLISHER),
            Map.of("role", "host", "team", ""),
            "metadata \u0000 and more",
            List.of("TR_1", "TR_2"));
    private static final Tries TRIES = new Tries(3, 2);
    private static final Duration TOOK = Duration.ofMillis(1_234);

    static Stream<Observation> observations() {
        return Stream.of(
                new Observation.RoomStarted(ORIGIN),
                new Observation.RoomFinished(ORIGIN),
                new Observation.Joined(ORIGIN, FULL),
                new Observation.Left(ORIGIN, FULL, LeftReason.AGENT_ERROR),
                new Observation.Aborted(ORIGIN, RoomParticipant.of(KEY, Kind.STANDARD)),
                new Observation.TrackPublished(ORIGIN, KEY, "TR_1"),
                new Observation.TrackUnpublished(ORIGIN, KEY, "TR_1"),
                new Observation.Listed(ORIGIN, List.of(FULL, RoomParticipant.of(KEY, Kind.OTHER))),
                new Observation.Listed(ORIGIN, List.of()),
                new Observation.Media(ORIGIN, KEY, MediaSign.QUALITY_LOST),
                new Observation.Lease(ORIGIN, "host", LeaseSign.GOODBYE),
                new Observation.LeaseMediaDown(ORIGIN, "host", "camera"),
                new Observation.Blind(ORIGIN, "restarted"),
                new Observation.Sees(ORIGIN));
    }

    static Stream<StopReceipt> receipts() {
        return Stream.of(
                new StopReceipt.Stopped("EG_1", EgressStatus.EGRESS_COMPLETE, TRIES, TOOK),
                new StopReceipt.AlreadyEnded("EG_1", Optional.of(EgressStatus.EGRESS_FAILED), TRIES, TOOK),
                new StopReceipt.AlreadyEnded("EG_1", Optional.empty(), TRIES, TOOK),
                new StopReceipt.HostReturned("EG_1", Optional.empty(), Tries.NONE, TOOK),
                new StopReceipt.DeadRecord("EG_1", EgressStatus.UNRECOGNIZED, TRIES, TOOK),
                new StopReceipt.NotStarted(Optional.empty()));
    }

    static Stream<RoomEvent> events() {
        List<RoomEvent> all = new ArrayList<>();
        observations().forEach(observation -> all.add(new RoomEvent.Observed(observation)));
        receipts().forEach(receipt -> all.add(new RoomEvent.StopEnded("EG_1", receipt)));
        EgressFacts facts = new EgressFacts("EG_1", Stage.ACTIVE, new EgressOwner.Host(), "RM_1", 7);
        EgressFacts tracks =
                new EgressFacts("EG_2", Stage.OVER, new EgressOwner.PublisherOf(List.of("TR_1", "TR_2")), "", 0);
        EgressFacts guest = new EgressFacts("EG_3", Stage.ENDING, new EgressOwner.Participant("guest"), "", 0);
        all.add(new RoomEvent.EgressSeen(facts));
        all.add(new RoomEvent.Swept(9_000, List.of(facts, tracks, guest)));
        all.add(new RoomEvent.Swept(9_000, List.of()));
        all.add(new RoomEvent.TimeCame());
        all.add(new RoomEvent.Restored());
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("events")
    void eventReadIsTheEventWritten(RoomEvent event) {
        assertThat(RoomEvent.fromBytes(event.toBytes())).isEqualTo(event);
    }

    @Test
    void everySortOfEventIsWritten() {
        assertThat(observations().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(Observation.class.getPermittedSubclasses());
        assertThat(events().map(Object::getClass).distinct())
                .containsExactlyInAnyOrder(RoomEvent.class.getPermittedSubclasses());
        assertThat(Stream.concat(receipts(), Stream.of(gaveUp()))
                        .map(Object::getClass)
                        .distinct())
                .containsExactlyInAnyOrder(StopReceipt.class.getPermittedSubclasses());
    }

    private static StopReceipt gaveUp() {
        return new StopReceipt.GaveUp("EG_1", LiveKitException.of(503, "unavailable", "busy"), TRIES, TOOK);
    }

    @Test
    void errorOfAReceiptIsKept() {
        StopReceipt read = StopReceipt.fromBytes(gaveUp().toBytes());
        assertThat(read).isInstanceOfSatisfying(StopReceipt.GaveUp.class, gaveUp -> {
            assertThat(gaveUp.cause().kind()).isEqualTo(LiveKitException.Kind.AMBIGUOUS);
            assertThat(gaveUp.cause()).hasMessage("busy").hasNoCause();
            assertThat(gaveUp.tries()).isEqualTo(TRIES);
            assertThat(gaveUp.took()).isEqualTo(TOOK);
        });
    }

    @ParameterizedTest
    @MethodSource("events")
    void tornEventIsRefused(RoomEvent event) {
        byte[] bytes = event.toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> RoomEvent.fromBytes(torn)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThatThrownBy(() -> RoomEvent.fromBytes(longer)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unknownVersionIsNamed() {
        byte[] newer = new RoomEvent.TimeCame().toBytes();
        newer[0] = 2;
        assertThatThrownBy(() -> RoomEvent.fromBytes(newer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("event of a room of unknown version 2");
        byte[] observation = new Observation.Sees(ORIGIN).toBytes();
        observation[0] = 3;
        assertThatThrownBy(() -> Observation.fromBytes(observation)).hasMessage("observation of unknown version 3");
        byte[] receipt = gaveUp().toBytes();
        receipt[0] = 4;
        assertThatThrownBy(() -> StopReceipt.fromBytes(receipt)).hasMessage("receipt of unknown version 4");
    }

    @Test
    void oversizedEventIsRefused() {
        RoomParticipant large = FULL.withMetadata("x".repeat(RoomEvent.MOST_BYTES));
        byte[] bytes = new RoomEvent.Observed(new Observation.Joined(ORIGIN, large)).toBytes();
        assertThatThrownBy(() -> RoomEvent.fromBytes(bytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("no event of a room: ");
    }

    @Test
    void egressThatRunsIsAReasonToGuard() {
        assertThat(events().filter(RoomEvent::isReasonToGuard).map(Object::getClass))
                .containsExactly(RoomEvent.EgressSeen.class, RoomEvent.Swept.class);
    }
}
