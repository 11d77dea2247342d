package io.github.streamlifecycle.livekit.webrtc;

import static io.github.streamlifecycle.livekit.webrtc.WatchedRoom.media;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import io.github.streamlifecycle.livekit.testkit.SignalFault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.LeaveRequest.Action;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The watch's own trouble is told as blindness, is never a host's fall, and ends by itself. */
class WatchFaultsTest {
    private static final Duration LONG = Duration.ofDays(1);

    /** A trouble that begins by some faults, shows in the watch's words, and is ended by others. */
    private record Trouble(String shows, List<SignalFault> begins, List<SignalFault> ends) {
        @Override
        public String toString() {
            return shows;
        }
    }

    static Stream<Trouble> troubles() {
        return Stream.of(
                new Trouble("closed by the server", List.of(SignalFault.cut()), List.of()),
                leave(DisconnectReason.SERVER_SHUTDOWN, Action.RECONNECT),
                leave(DisconnectReason.MIGRATION, Action.RESUME),
                leave(DisconnectReason.DUPLICATE_IDENTITY, Action.DISCONNECT),
                new Trouble(
                        "no answer to a ping",
                        List.of(SignalFault.silence(LONG)),
                        List.of(SignalFault.silence(Duration.ZERO))),
                new Trouble(
                        "refused with status 401",
                        List.of(SignalFault.refusal(LONG), SignalFault.cut()),
                        List.of(SignalFault.refusal(Duration.ZERO))),
                new Trouble(
                        "no connection",
                        List.of(SignalFault.restart(LONG)),
                        List.of(SignalFault.restart(Duration.ZERO))));
    }

    private static Trouble leave(DisconnectReason reason, Action action) {
        return new Trouble("asked to leave: " + reason, List.of(SignalFault.leave(reason, action)), List.of());
    }

    private static WatchedRoom roomOf(LiveKitDouble server) {
        return new WatchedRoom(new Server("double", server.url(), server.apiKey(), server.apiSecret(), () -> {}));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("P10")
    void ownTroubleIsNoFallAndEndsByItself(Trouble trouble) {
        try (LiveKitDouble server = LiveKitDouble.builder().start();
                WatchedRoom room = roomOf(server)) {
            server.joinAndPublish(room.name, "host");
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            trouble.begins().forEach(server::disturb);
            room.await(0, seen -> WatchedRoom.isBlind(seen, trouble.shows()));
            trouble.ends().forEach(server::disturb);
            room.awaitReturn(0, trouble.shows());
            assertThat(room.presences()).containsExactly(Presence.UP);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    @Tag("P10")
    void silenceOfHostAndServerIsNoFall() {
        try (LiveKitDouble server = LiveKitDouble.builder().start();
                WatchedRoom room = roomOf(server)) {
            RoomMember host = server.joinAndPublish(room.name, "host");
            room.watch();
            room.awaitSteady();
            int before = room.seen().size();
            server.disturb(SignalFault.silence(LONG));
            host.drop();
            room.await(before, media(MediaSign.NO_SIGN).or(Observation.Blind.class::isInstance));
            assertThat(room.seen().stream().skip(before)).noneMatch(WatchedRoom::isFall);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void tracksThatComeAndGoAreFollowed() {
        try (LiveKitDouble server = LiveKitDouble.builder().start();
                WatchedRoom room = roomOf(server)) {
            RoomMember host = server.joinAndPublishFromBrowser(room.name, "host");
            room.watch();
            room.await(0, media(MediaSign.FLOWS));
            int before = room.seen().size();
            host.publish();
            host.unpublish();
            host.publish();
            room.await(before, media(MediaSign.FLOWS));
            room.awaitSteady();
            int steady = room.seen().size();
            host.drop();
            room.await(steady, media(MediaSign.STALLED));
            host.heal();
            room.await(steady, media(MediaSign.FLOWS));
        }
    }
}
