package io.github.streamlifecycle.examples.figures;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.examples.network.UdpRelay;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.github.streamlifecycle.livekit.webrtc.WhipSession;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** A host with a network of its own and the changes of its presence, each with its time. */
final class MeasuredHost {
    private record Change(Presence presence, long nanos) {}

    final UdpRelay network = new UdpRelay();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    final WhipSession session;

    MeasuredHost(LiveKit livekit, PeerConnectionFactory factory, VideoTrack track) {
        session = WhipClient.to(livekit, "figures-" + UUID.randomUUID(), "host")
                .mediaThrough(network::addressFor)
                .publish(factory, List.of(track))
                .blockingGet();
        Flowable.fromPublisher(session.presence()).subscribe(now -> changes.add(new Change(now, System.nanoTime())));
    }

    void forget() {
        changes.clear();
    }

    /** Returns the milliseconds from a moment to the first change to a presence after it; empty if there was none. */
    LongStream after(long nanos, Presence presence) {
        return changes.stream()
                .filter(change -> change.presence() == presence && change.nanos() >= nanos)
                .mapToLong(change -> TimeUnit.NANOSECONDS.toMillis(change.nanos() - nanos))
                .limit(1);
    }

    long suspicions() {
        return changes.stream()
                .filter(change -> change.presence() == Presence.SUSPECT)
                .count();
    }

    void leave() {
        session.leave().onErrorComplete().blockingAwait();
        network.close();
    }
}
