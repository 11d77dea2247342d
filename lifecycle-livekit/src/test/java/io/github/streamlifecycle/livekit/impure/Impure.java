package io.github.streamlifecycle.livekit.impure;

import io.github.streamlifecycle.livekit.webrtc.WhipException;
import io.reactivex.rxjava3.core.Flowable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.HttpUrl;
import org.slf4j.LoggerFactory;

/** Each class does something that a package of values must not do. */
final class Impure {
    private Impure() {}

    static final class Logs {
        Object offend() {
            return LoggerFactory.getLogger(Logs.class);
        }
    }

    static final class ReadsTheTime {
        Object offend() {
            return Instant.now();
        }
    }

    static final class ReadsTheClock {
        long offend() {
            return System.nanoTime();
        }
    }

    static final class StartsThreads {
        Object offend() {
            return Executors.newCachedThreadPool();
        }
    }

    static final class ReadsFiles {
        boolean offend(Path path) {
            return Files.exists(path);
        }
    }

    static final class NeedsAFramework {
        Object offend() {
            return HttpUrl.get("https://example.com");
        }
    }

    static final class HasAClock {
        final Clock clock = Clock.systemUTC();
    }

    static final class StartsAThread {
        Thread offend() {
            return new Thread(() -> {});
        }
    }

    static final class SharesState {
        final AtomicLong shared = new AtomicLong();
    }

    static final class TouchesFiles {
        final Path file = Path.of("file");
    }

    static final class WritesFiles {
        Object offend() throws IOException {
            return new FileOutputStream("file");
        }
    }

    static final class ThrowsDice {
        Object offend() {
            return new Random();
        }
    }

    static final class KnowsRxJavaAndWebRtc {
        Flowable<WhipException> offend() {
            return Flowable.empty();
        }
    }
}
