package io.github.streamlifecycle.examples.guard.watch;

import static io.github.streamlifecycle.livekit.room.MediaSign.FLOWS;
import static io.github.streamlifecycle.livekit.room.MediaSign.NO_SIGN;
import static io.github.streamlifecycle.livekit.room.MediaSign.STALLED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Joined;
import io.github.streamlifecycle.livekit.room.Observation.Lease;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.Reason;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the guard of a room makes of what it is told, while processes come and go. */
class RoomRelayTest {
    private static final long T = 1_700_000_100_000L;

    private final RoomRelay relay = new RoomRelay(Samples.ROOM);
    private RoomView view = RoomView.of(Samples.ROOM, HostRule.anyPublisher().includingAgents())
            .on(new Joined(new Origin(Source.WEBHOOK, RoomKey.named(Samples.ROOM), T), Samples.HOST), T);

    private void told(List<Observation> observations) {
        observations.forEach(observation -> view = view.on(observation, T));
    }

    /** Browsers slow the timers of a tab in the background down, so that its lease falls silent while its media flow. */
    private void leaseFallsSilent(long atMillis) {
        Origin origin = new Origin(Source.LEASE, RoomKey.named(Samples.ROOM), atMillis);
        told(List.of(new Lease(origin, Samples.KEY.identity(), LeaseSign.SILENT)));
    }

    private Reason reason() {
        return view.host().reason();
    }

    private boolean isBlind() {
        return view.isBlind(Source.MEDIA_WATCH);
    }

    @Test
    void onlyTheProcessWithTheWordIsHeard() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 1), T + 1));
        told(relay.seen(2, Samples.media(STALLED, T + 2), T + 2));
        assertThat(reason()).isEqualTo(Reason.MEDIA_FLOWS);
    }

    @Test
    void hushMakesTheRoomUnknownAndStopsNothing() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(STALLED, T + 1), T + 1));
        assertThat(reason()).isEqualTo(Reason.MEDIA_STALLED);
        told(relay.hush("it has ended", T + 2));
        assertThat(isBlind()).isTrue();
        assertThat(view.host().presence()).hasValue(Presence.UP);
        told(relay.seen(1, Samples.media(STALLED, T + 3), T + 3));
        assertThat(isBlind()).isTrue();
    }

    @Test
    void silentLeaseStaysRefutedWhenTheProcessEnds() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 1), T + 1));
        leaseFallsSilent(T + 60_000);
        assertThat(reason()).isEqualTo(Reason.MEDIA_FLOWS);
        relay.forget(1);
        told(relay.hush("it has ended", T + 61_000));
        assertThat(isBlind()).isTrue();
        assertThat(view.host().presence()).hasValue(Presence.UP);
        told(relay.speak(2, T + 62_000));
        assertThat(view.host().presence()).hasValue(Presence.UP);
    }

    @Test
    void silentLeaseStaysRefutedWhenTheRoomMoves() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 1), T + 1));
        leaseFallsSilent(T + 60_000);
        told(relay.speak(2, T + 61_000));
        assertThat(isBlind()).isTrue();
        assertThat(view.host().presence()).hasValue(Presence.UP);
    }

    @Test
    void leaseThatFallsSilentInTheDarkCounts() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 1), T + 1));
        told(relay.hush("it has ended", T + 60_000));
        leaseFallsSilent(T + 61_000);
        told(relay.hush("it has ended again", T + 62_000));
        assertThat(reason()).isEqualTo(Reason.LEASE_SILENT);
    }

    @Test
    void mediaOfWhoLeftFlowNoMore() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 1), T + 1));
        told(relay.seen(2, Samples.left(T + 2), T + 2));
        assertThat(relay.hush("it has ended", T + 3)).hasOnlyElementsOfType(Observation.Blind.class);
    }

    @Test
    void newSpeakerSaysWhatItSawSoFar() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(STALLED, T + 1), T + 1));
        told(relay.seen(2, Samples.media(FLOWS, T - 9), T + 2));
        told(relay.speak(2, T + 3));
        assertThat(reason()).isEqualTo(Reason.MEDIA_FLOWS);
        assertThat(isBlind()).isFalse();
    }

    @Test
    void newSpeakerThatSeesNothingYetLeavesTheRoomUnknown() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(STALLED, T + 1), T + 1));
        told(relay.speak(2, T + 2));
        assertThat(isBlind()).isTrue();
    }

    @Test
    void backlogOfAFrozenProcessCountsInItsOrder() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 1), T + 1));
        told(relay.hush("quiet", T + 2_000));
        told(relay.speak(1, T + 3_000));
        told(relay.seen(1, Samples.media(STALLED, T + 500), T + 3_000));
        assertThat(reason()).isEqualTo(Reason.MEDIA_STALLED);
        told(relay.seen(1, Samples.media(FLOWS, T + 600), T + 3_000));
        assertThat(reason()).isEqualTo(Reason.MEDIA_FLOWS);
    }

    @Test
    void timesOfTheFutureAreNotBelieved() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 9_000_000), T + 1));
        told(relay.seen(1, Samples.media(STALLED, T + 2), T + 2));
        assertThat(reason()).isEqualTo(Reason.MEDIA_STALLED);
    }

    @Test
    void leavingIsAFactWhoeverSawIt() {
        told(relay.speak(1, T));
        told(relay.seen(1, Samples.media(FLOWS, T + 1), T + 1));
        told(relay.seen(2, Samples.left(T + 2), T + 2));
        assertThat(view.host().presence()).hasValue(Presence.DOWN);
    }

    @Test
    void roomIsSteadyOnceMediaFlowAndNobodyDoubts() {
        told(relay.speak(1, T));
        relay.seen(1, Samples.media(FLOWS, T), T);
        relay.seen(2, Samples.media(NO_SIGN, T), T);
        assertThat(relay.isSteady(2)).isFalse();
        relay.seen(2, Samples.media(FLOWS, T), T);
        assertThat(relay.isSteady(2)).isTrue();
        relay.seen(1, Samples.media(STALLED, T), T);
        assertThat(relay.isSteady(2)).isFalse();
        relay.forget(1);
        assertThat(relay.isSteady(2)).isTrue();
    }

    @Test
    void otherRoomsAreTold() {
        assertThat(relay.isAbout(Samples.sees(T))).isTrue();
        assertThat(new RoomRelay("other").isAbout(Samples.sees(T))).isFalse();
    }
}
