package io.github.streamlifecycle.examples.room;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Sighting;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The sightings of a host on standard output, each with the time since a moment that matters. */
final class Timeline {
    private static final double NANOS_PER_SECOND = 1e9;

    private final CountDownLatch up = new CountDownLatch(1);
    /** Down, and confirmed. */
    private final CountDownLatch down = new CountDownLatch(2);

    private volatile long begun = System.nanoTime();

    void begin(String what) {
        begun = System.nanoTime();
        line(what);
    }

    void print(Sighting host) {
        String presence = host.presence().map(Presence::name).orElse("unknown");
        line(presence
                + host.source()
                        .map(source -> ", says " + source + ": " + host.reason())
                        .orElse(""));
        if (host.presence().filter(Presence.UP::equals).isPresent()) {
            up.countDown();
        }
        if (host.presence().filter(Presence.DOWN::equals).isPresent()) {
            down.countDown();
        }
    }

    /** Prints what a webhook says of the host's end: it comes beside the watch, which is told of it in the room. */
    void printEnd(Observation observation) {
        if (observation instanceof Observation.Left left) {
            line("webhook: " + left.participant().key().identity() + " left, "
                    + left.reason().name());
            down.countDown();
        }
    }

    private void line(String text) {
        System.out.printf(Locale.ROOT, "%6.1f s  %s%n", (System.nanoTime() - begun) / NANOS_PER_SECOND, text);
    }

    void awaitUp(long seconds) throws InterruptedException {
        await(up, seconds, "no host was seen");
    }

    void awaitDown(long seconds) throws InterruptedException {
        await(down, seconds, "the end of the host was not seen");
    }

    private static void await(CountDownLatch seen, long seconds, String otherwise) throws InterruptedException {
        if (!seen.await(seconds, TimeUnit.SECONDS)) {
            throw new IllegalStateException(otherwise + " within " + seconds + " s");
        }
    }
}
