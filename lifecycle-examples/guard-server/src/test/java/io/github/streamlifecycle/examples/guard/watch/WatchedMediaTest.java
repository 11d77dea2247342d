package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.room.Reason;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.github.streamlifecycle.livekit.webrtc.WhipSession;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Real media, watched by a real process that is killed. */
@Order(2)
class WatchedMediaTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ROOM = "room";

    private final LiveKitDouble server = LiveKitDouble.builder().start();
    private final LiveKit livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
    private final WatchProcesses processes = WatchProcesses.of(4);
    private final List<RoomGuardEvent> told = new CopyOnWriteArrayList<>();
    private final RoomGuards guards = livekit.guardRooms()
            .grace(Duration.ofSeconds(1))
            .pollEvery(Duration.ofSeconds(2))
            .sweepEvery(Duration.ofSeconds(2))
            .watch(processes)
            .start();
    private final CustomVideoSource source = camera();
    private final Disposable pictures =
            Flowable.interval(66, TimeUnit.MILLISECONDS).onBackpressureDrop().subscribe(this::paint);

    private static CustomVideoSource camera() {
        HeadlessWebRtc.factory(); // before the first class of webrtc-java
        return new CustomVideoSource();
    }

    private void paint(long number) {
        NativeI420Buffer picture = NativeI420Buffer.allocate(160, 90);
        for (int i = 0; i < picture.getDataY().capacity(); i++) {
            picture.getDataY().put(i, (byte) (number * 4));
        }
        VideoFrame frame = new VideoFrame(picture, System.nanoTime());
        source.pushFrame(frame);
        frame.release();
    }

    @AfterEach
    void close() {
        guards.close();
        processes.close();
        pictures.dispose();
        livekit.close();
        server.close();
    }

    private void awaitMedia() {
        await().atMost(LONG)
                .until(() ->
                        guards.rooms().stream().anyMatch(room -> room.host().reason() == Reason.MEDIA_FLOWS));
    }

    private void awaitBlind() {
        await().atMost(LONG).pollInterval(Duration.ofMillis(10)).until(() -> room().isBlind(Source.MEDIA_WATCH));
    }

    private RoomGuard room() {
        return guards.rooms().get(0);
    }

    private void killTheWatcher() {
        ProcessHandle.of(processes.pids().get(0)).orElseThrow().destroyForcibly();
    }

    @Test
    void killedWatcherStopsNobodyAndTheNextDropIsStoppedThoughItIsKilledAgain() {
        guards.events().subscribe(told::add);
        WhipSession host = WhipClient.to(livekit, ROOM, "host")
                .connectTimeout(Duration.ofMinutes(1))
                .publish(
                        HeadlessWebRtc.factory(),
                        List.of(HeadlessWebRtc.factory().createVideoTrack("camera", source)))
                .blockingGet();
        server.join(ROOM, "viewer");
        livekit.egress()
                .start(ROOM, RoomCompositeEgress.grid().toFile("/out/show.mp4"))
                .blockingGet();
        awaitMedia();

        killTheWatcher();
        awaitBlind();
        awaitMedia();
        assertThat(processes.snapshot().started()).isGreaterThanOrEqualTo(2);
        assertThat(server.calls("StopEgress")).isEmpty();
        assertThat(told).noneMatch(RoomGuardEvent.StopDecided.class::isInstance);

        host.connection().close();
        killTheWatcher();
        await().atMost(LONG).until(() -> told.stream().anyMatch(RoomGuardEvent.EgressEnded.class::isInstance));
        assertThat(server.calls("StopEgress")).hasSize(1);
    }
}
