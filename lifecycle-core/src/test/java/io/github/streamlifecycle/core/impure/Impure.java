package io.github.streamlifecycle.core.impure;

import io.reactivex.rxjava3.core.Flowable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One class for each thing that {@code PurityTest} forbids, to try its rules on. */
final class Impure {
    private Impure() {}

    static final class AsksTheTime {
        Instant now() {
            return Instant.now();
        }
    }

    static final class HoldsAClock {
        Instant at(Clock clock) {
            return clock.instant();
        }
    }

    static final class AsksTheSystem {
        long now() {
            return System.nanoTime();
        }
    }

    static final class StartsAThread {
        Thread start() {
            return new Thread();
        }
    }

    static final class DoesIo {
        Path path() {
            return Path.of(".");
        }
    }

    static final class Streams {
        long count() {
            return List.of().stream().count();
        }
    }

    static final class KnowsRx {
        Object feed() {
            return Flowable.empty();
        }
    }

    static final class Logs {
        static final Logger LOG = LoggerFactory.getLogger(Logs.class);
    }
}
