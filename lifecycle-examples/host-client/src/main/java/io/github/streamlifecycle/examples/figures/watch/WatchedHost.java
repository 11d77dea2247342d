package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.webrtc.MediaWatch;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A host as the watch of its room sees it: the observations, each with its time. */
final class WatchedHost implements AutoCloseable {
    /** An observation, and the time of {@link System#nanoTime} at which it came. */
    record Seen(long nanos, Observation observation) {
        boolean is(MediaSign sign) {
            return observation instanceof Observation.Media media && media.sign() == sign;
        }
    }

    private static final long LOOK_EVERY_MILLIS = 20;

    final String room;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Disposable watching;

    WatchedHost(FigureServer server, PeerConnectionFactory factory, String room) {
        this.room = room;
        RoomWatch.Target target = new RoomWatch.Target(
                room,
                server.url(),
                () -> server.watchToken(room),
                host -> host.key().identity().equals(HostProcess.IDENTITY));
        watching = Flowable.fromPublisher(MediaWatch.with(factory).watch(target))
                .subscribe(observation -> seen.add(new Seen(System.nanoTime(), observation)));
    }

    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Returns the milliseconds from a moment to the first sign of a kind after it; empty if there is none. */
    OptionalLong after(long nanos, MediaSign sign) {
        return seen.stream()
                .filter(one -> one.nanos() >= nanos && one.is(sign))
                .mapToLong(one -> TimeUnit.NANOSECONDS.toMillis(one.nanos() - nanos))
                .findFirst();
    }

    /** Waits until something was seen, and returns whether it was in time. */
    boolean await(Duration within, Predicate<Seen> wanted) throws InterruptedException {
        long begun = System.nanoTime();
        while (System.nanoTime() - begun < within.toNanos()) {
            if (seen.stream().anyMatch(wanted)) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        return false;
    }

    void awaitFlow() throws InterruptedException {
        if (!await(Duration.ofMinutes(1), one -> one.is(MediaSign.FLOWS))) {
            throw new IllegalStateException("no media in room " + room + ": " + seen);
        }
    }

    @Override
    public void close() {
        watching.dispose();
    }
}
