package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCPeerConnection;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.SendingPeer;
import io.reactivex.rxjava3.observers.TestObserver;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A webrtc-java whose thread hangs holds up the media of a double, and nothing else of it. */
class MediaThreadTest {
    private final World world = new World(1);
    private final MediaPeer peer = new MediaPeer(new MediaThread());

    @Test
    void worldGoesOnWhileWebRtcHangs() throws InterruptedException {
        PeerConnectionFactory factory = HeadlessWebRtc.factory();
        SendingPeer publisher = new SendingPeer(factory);
        publisher.add("track", "stream");
        String offer = publisher.offer().blockingGet();
        RTCPeerConnection hanging = factory.createPeerConnection(new RTCConfiguration(), candidate -> {});
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        hanging.getStats(report -> {
            hangs.countDown();
            awaitQuietly(released);
        });
        TestObserver<String> answer = new TestObserver<>();
        try {
            assertThat(hangs.await(60, TimeUnit.SECONDS)).isTrue();
            world.run(() -> peer.answer(offer).subscribe(answer));
            assertThat(world.ask(() -> "goes on")).isEqualTo("goes on");
            answer.assertEmpty();
        } finally {
            released.countDown();
        }
        answer.awaitDone(60, TimeUnit.SECONDS).assertValueCount(1).assertComplete();
        peer.close();
        publisher.close();
        hanging.close();
        world.end();
    }

    /** An exception in a callback of webrtc-java would end the JVM. */
    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
