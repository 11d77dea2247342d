package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.reactivestreams.Publisher;

/**
 * Watches rooms by webrtc-java: a hidden participant in each one that receives the least of the hosts' media by which their
 * end shows.
 *
 * <p>A drop is seen after a second, or later while the server is slow to answer. The watcher does not keep a room open and
 * nobody sees it. Video is counted and never decoded, so that a room costs about half a percent of a core. It leaves when
 * nobody is subscribed any more, and comes back by itself after trouble of its own, with pauses that double up to 10 s and are
 * short again after a stay of a minute.
 *
 * <p>webrtc-java's native code can end the JVM, and each connection that was closed leaves memory behind: watchers that run
 * for weeks belong in processes of their own that can be replaced.
 *
 * <p>Thread-safe. Observations come on daemon threads of this package, those of one room one after the other.
 *
 * @since 0.1.0
 */
public final class MediaWatch implements RoomWatch {
    private final PeerConnectionFactory factory;

    private MediaWatch(PeerConnectionFactory factory) {
        this.factory = factory;
    }

    /**
     * A watch of any number of rooms.
     *
     * @param factory makes the connections, such as {@link HeadlessWebRtc#factory}; not disposed of here
     * @return the watch
     */
    public static MediaWatch with(PeerConnectionFactory factory) {
        return new MediaWatch(Objects.requireNonNull(factory, "factory"));
    }

    @Override
    public Publisher<Observation> watch(Target target) {
        return Flowable.defer(() -> {
            RejoinPauses pauses = new RejoinPauses();
            return stay(target)
                    .doOnNext(seen -> {
                        if (seen instanceof Observation.Sees) {
                            pauses.joined(System.nanoTime());
                        }
                    })
                    .retryWhen(ends -> ends.concatMap(end -> Flowable.timer(
                            pauses.ended(System.nanoTime()).toMillis(), TimeUnit.MILLISECONDS, Callbacks.SCHEDULER)));
        });
    }

    /** Returns one stay in the room, which ends with an error. */
    private Flowable<Observation> stay(Target target) {
        return Flowable.create(
                emitter -> emitter.setDisposable(new WatchSession(
                        factory,
                        target,
                        Callbacks.SCHEDULER,
                        emitter::onNext,
                        why -> emitter.tryOnError(new IllegalStateException(why)))),
                BackpressureStrategy.BUFFER);
    }
}
