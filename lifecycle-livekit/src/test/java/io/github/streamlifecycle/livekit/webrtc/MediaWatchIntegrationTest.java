package io.github.streamlifecycle.livekit.webrtc;

import static io.github.streamlifecycle.livekit.webrtc.WatchedRoom.media;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import java.time.Duration;
import livekit.LivekitModels.ParticipantInfo;
import org.awaitility.Awaitility;

/** What a watch sees of a WHIP host, on the double and on a real server alike. */
class MediaWatchIntegrationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @OnEveryServer
    void hostThatDiesStallsAndThenIsGone(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watch();
            room.awaitSteady();
            int before = room.seen().size();
            host.connection().close();
            room.await(before, media(MediaSign.STALLED));
            room.await(before, Observation.Left.class::isInstance);
        }
    }

    @OnEveryServer
    void hostThatLeavesIsGoneAtOnce(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            host.leave().blockingAwait();
            assertThat(room.await(0, Observation.Left.class::isInstance))
                    .isInstanceOfSatisfying(
                            Observation.Left.class,
                            left -> assertThat(left.reason().name()).contains("CLIENT"));
        }
    }

    @OnEveryServer
    void soundThatDiesStallsAndThenIsGone(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publishSound();
            room.watch();
            room.awaitSteady();
            int before = room.seen().size();
            host.connection().close();
            room.await(before, media(MediaSign.STALLED));
            room.await(before, Observation.Left.class::isInstance);
        }
    }

    @OnEveryServer
    void mutedSoundIsNoSign(Server server) throws Exception {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publishSound();
            room.watch();
            room.awaitSteady();
            int before = room.seen().size();
            room.muteHost();
            room.await(before, media(MediaSign.NO_SIGN));
            assertThat(room.seen()).noneMatch(media(MediaSign.STALLED));
            host.leave().blockingAwait();
        }
    }

    /** It is watched after the host has renegotiated, too. */
    @OnEveryServer
    void pauseThatEndsFlowsAgain(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watch();
            room.awaitSteady();
            host.restartIce().blockingAwait();
            int before = room.seen().size();
            room.pause();
            room.await(before, media(MediaSign.STALLED));
            int stalled = room.seen().size();
            room.goOn();
            room.await(stalled, media(MediaSign.FLOWS));
            assertThat(room.seen()).noneMatch(Observation.Left.class::isInstance);
            host.leave().blockingAwait();
        }
    }

    @OnEveryServer
    void mutedHostIsNoSign(Server server) throws Exception {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watch();
            room.awaitSteady();
            int before = room.seen().size();
            room.muteHost();
            room.await(before, media(MediaSign.NO_SIGN));
            assertThat(room.seen()).noneMatch(media(MediaSign.STALLED));
            host.leave().blockingAwait();
        }
    }

    @OnEveryServer
    void hostThatRejoinsIsFollowed(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession first = room.publish();
            room.watch();
            Observation.Media old = (Observation.Media) room.await(0, media(MediaSign.FLOWS));
            WhipSession second = room.publish();
            room.await(
                    0,
                    seen -> seen instanceof Observation.Media media
                            && media.sign() == MediaSign.FLOWS
                            && !media.participant()
                                    .sid()
                                    .equals(old.participant().sid()));
            first.leave().onErrorComplete().blockingAwait();
            second.leave().blockingAwait();
        }
    }

    /** The server renegotiates with the watcher for it. */
    @OnEveryServer
    void hostThatJoinsLaterIsFollowed(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession first = room.publish();
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            WhipSession second = room.publish("host-2");
            room.await(
                    0,
                    seen -> seen instanceof Observation.Media media
                            && media.sign() == MediaSign.FLOWS
                            && media.participant().identity().equals("host-2"));
            first.leave().blockingAwait();
            assertThat(room.await(0, Observation.Left.class::isInstance))
                    .isInstanceOfSatisfying(
                            Observation.Left.class,
                            left -> assertThat(left.participant().key().identity())
                                    .isEqualTo("host"));
            second.leave().blockingAwait();
        }
    }

    @OnEveryServer
    void watcherThatIsRemovedComesBack(Server server) throws Exception {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            int before = room.seen().size();
            room.removeWatcher();
            room.awaitReturn(before, "asked to leave: PARTICIPANT_REMOVED");
            assertThat(room.seen()).noneMatch(WatchedRoom::isFall);
            host.leave().blockingAwait();
        }
    }

    @OnEveryServer
    void watcherWhoseTokenIsRefusedTriesAgain(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watchAfterRefusals(2);
            room.awaitReturn(0, "refused with status 401");
            assertThat(room.seen()).noneMatch(WatchedRoom::isFall);
            host.leave().blockingAwait();
        }
    }

    @OnEveryServer
    void roomEndsThoughItIsWatched(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            host.leave().blockingAwait();
            Awaitility.await().atMost(PATIENCE).until(() -> !room.exists());
        }
    }

    @OnEveryServer
    void watcherLeavesWhenNobodyAsks(Server server) {
        try (WatchedRoom room = new WatchedRoom(server)) {
            WhipSession host = room.publish();
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            assertThat(room.participants())
                    .extracting(ParticipantInfo::getIdentity)
                    .contains(WatchedRoom.WATCHER);
            room.stopWatching();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(room.participants())
                            .extracting(ParticipantInfo::getIdentity)
                            .containsExactly("host"));
            host.leave().blockingAwait();
        }
    }
}
