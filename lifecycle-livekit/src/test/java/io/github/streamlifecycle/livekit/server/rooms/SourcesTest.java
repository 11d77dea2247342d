package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.ParticipantInfo;
import org.junit.jupiter.api.Test;

/** The sources that ask: lists of participants and the watch of media. */
class SourcesTest {
    private static final Duration NEVER = Duration.ofDays(10_000);

    @Test
    void pollingRepairsLostWebhooks() {
        Backend backend = new Backend(plan -> plan.sweepEvery(NEVER));
        backend.live("room");
        backend.server.leave("room", "host");
        backend.advance(25_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
    }

    @Test
    void onlyRoomsWithAnEgressArePolledAndOneCallAtATime() {
        Backend backend = new Backend(plan -> plan);
        backend.server.join("other", "host", true);
        backend.live("room");
        backend.server.pollTakesMillis = 9_000;
        backend.advance(120_000);
        assertThat(backend.server.polls).containsOnly("room");
        assertThat(backend.server.mostPollsInFlight).isEqualTo(1);
        backend.egressWebhook(backend.guards, backend.server.turn("EG_room", EgressStatus.EGRESS_COMPLETE));
        backend.advance(30_000);
        int polls = backend.server.polls.size();
        backend.advance(600_000);
        assertThat(backend.server.polls).hasSize(polls);
    }

    @Test
    void watchIsFollowedAndFailsAlone() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        RoomWatch watch = target -> {
            assertThat(target.token().get())
                    .startsWith("streamlifecycle-watcher-")
                    .endsWith("@room");
            return seen;
        };
        Backend backend = new Backend(plan -> plan.watch(watch));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend, key, MediaSign.FLOWS));
        backend.advance(1_000);
        seen.onNext(media(backend, key, MediaSign.STALLED));
        backend.advance(1_000);
        assertThat(backend.told(RoomGuardEvent.HostChanged.class)).hasSize(2);
        seen.onError(new IllegalStateException("the watch broke"));
        backend.advance(60_000);
        assertThat(backend.server.stops).isEmpty();
    }

    @Test
    void watchThatCompletesSeesNothingAnyMore() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        Backend backend = new Backend(plan -> plan.watch(target -> seen));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend, key, MediaSign.FLOWS));
        backend.advance(1_000);
        seen.onNext(media(backend, key, MediaSign.STALLED));
        seen.onComplete();
        backend.advance(60_000);
        assertThat(backend.server.stops).isEmpty();
    }

    /** As of a tab in the background, whose timers browsers slow down. */
    @Test
    void watchThatFailsLeavesASilentLeaseRefuted() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        Backend backend = new Backend(plan -> plan.watch(target -> seen).grace(Duration.ofSeconds(2)));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend, key, MediaSign.FLOWS));
        backend.advance(60_000);
        Observation.Origin origin = new Observation.Origin(Source.LEASE, RoomKey.named("room"), backend.server.now());
        backend.guards.observed(new Observation.Lease(origin, "host", LeaseSign.SILENT));
        backend.advance(10_000);
        assertThat(backend.server.stops).isEmpty();
        seen.onError(new IllegalStateException("the watch broke"));
        backend.advance(60_000);
        assertThat(backend.server.stops).isEmpty();
    }

    @Test
    void stalledMediaStopTheEgress() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        Backend backend = new Backend(plan -> plan.watch(target -> seen).grace(Duration.ofSeconds(2)));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend, key, MediaSign.FLOWS));
        backend.advance(1_000);
        seen.onNext(media(backend, key, MediaSign.STALLED));
        backend.advance(2_200);
        assertThat(backend.server.stops).containsExactly("EG_room");
        backend.advance(60_000);
        assertThat(seen.hasSubscribers()).isFalse();
    }

    @Test
    void signOfAWatchWhoseClockWasFastIsNotTheLatestForEver() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        Backend backend = new Backend(plan -> plan.watch(target -> seen).grace(Duration.ofSeconds(2)));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend.server.now() + 3_600_000, key, MediaSign.FLOWS));
        backend.advance(1_000);
        seen.onNext(media(backend, key, MediaSign.STALLED));
        backend.advance(2_200);
        assertThat(backend.server.stops).containsExactly("EG_room");
    }

    @Test
    void signsOfOneMomentCountInTheirOrder() {
        PublishProcessor<Observation> seen = PublishProcessor.create();
        Backend backend = new Backend(plan -> plan.watch(target -> seen).grace(Duration.ofSeconds(2)));
        ParticipantInfo host = backend.live("room");
        ParticipantKey key = new ParticipantKey("host", host.getSid(), host.getJoinedAtMs());
        seen.onNext(media(backend, key, MediaSign.STALLED));
        seen.onNext(media(backend, key, MediaSign.FLOWS));
        backend.advance(60_000);
        assertThat(backend.server.stops).isEmpty();
    }

    private static Observation media(Backend backend, ParticipantKey key, MediaSign sign) {
        return media(backend.server.now(), key, sign);
    }

    private static Observation media(long atMillis, ParticipantKey key, MediaSign sign) {
        return new Observation.Media(
                new Observation.Origin(Source.MEDIA_WATCH, RoomKey.named("room"), atMillis), key, sign);
    }
}
