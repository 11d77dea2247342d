package io.github.streamlifecycle.livekit.impure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;
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
}
