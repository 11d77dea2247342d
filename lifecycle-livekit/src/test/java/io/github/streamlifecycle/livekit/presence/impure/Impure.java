package io.github.streamlifecycle.livekit.presence.impure;

import io.github.streamlifecycle.livekit.webrtc.WhipException;
import io.reactivex.rxjava3.core.Flowable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One class for each thing that the presence package must not know. */
public final class Impure {
    private Impure() {}

    static final class AsksForTheTime {
        Instant when() {
            return Instant.now();
        }
    }

    static final class HasAClock {
        final Clock clock = Clock.systemUTC();
    }

    static final class ReadsTheSystem {
        long when() {
            return System.nanoTime();
        }
    }

    static final class StartsAThread {
        Thread thread() {
            return new Thread(() -> {});
        }
    }

    static final class SharesState {
        final AtomicLong shared = new AtomicLong();
    }

    static final class TouchesFiles {
        final Path file = Path.of("file");
    }

    static final class Logs {
        static final Logger LOG = LoggerFactory.getLogger(Logs.class);
    }

    static final class KnowsRxJavaAndWebRtc {
        Flowable<WhipException> failures() {
            return Flowable.empty();
        }
    }
}
