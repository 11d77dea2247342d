package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.threads.Waits;
import io.reactivex.rxjava3.core.Completable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a {@link LiveKit}: bounded waits for stops, and a warning for every stream that goes on. */
final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    /** The share of the time that subscribers get to handle what they were sent: one that blocks must not take it all. */
    private static final Duration DELIVERY = Duration.ofSeconds(1);

    private final StreamRegistry streams;
    private final EgressControl control;
    private final AtomicReference<@Nullable Thread> hook = new AtomicReference<>();

    Shutdown(StreamRegistry streams, EgressControl control) {
        this.streams = streams;
        this.control = control;
    }

    List<GuardedStream> stopAll(Duration within) {
        List<GuardedStream> live = streams.live();
        live.forEach(GuardedStream::stop);
        Waits.until(allEnded(live), within);
        streams.events().delivery().awaitIdle(DELIVERY);
        List<GuardedStream> left = live.stream().filter(GuardedStream::isLive).toList();
        left.forEach(stream -> log.warn("{} was told to stop, and its end is not confirmed yet", stream));
        return left;
    }

    void close(Duration within) {
        if (!Waits.until(control.stopsUnderWay(), within)) {
            log.warn("closed while stops are still under way; they go on while this program runs");
        }
        List<GuardedStream> live = streams.live();
        live.forEach(stream -> log.warn(
                stream.isStopRequested()
                        ? "{} was told to stop, and its end is not confirmed yet"
                        : "{} was not stopped and goes on, guarded while this program runs",
                stream));
        streams.close();
        streams.events().delivery().awaitIdle(DELIVERY);
        allEnded(live).subscribe(this::forgetHook);
    }

    private static Completable allEnded(List<GuardedStream> streams) {
        return Completable.mergeDelayError(
                        streams.stream().map(GuardedStream::ended).toList())
                .onErrorComplete();
    }

    /** Registers a shutdown hook that stops all streams. */
    void stopAtExit(Duration within) {
        Thread stopping = new Thread(() -> stopAll(within), "livekit-stop-at-exit");
        hook.set(stopping);
        Runtime.getRuntime().addShutdownHook(stopping);
    }

    private void forgetHook() {
        Optional.ofNullable(hook.getAndSet(null)).ifPresent(stopping -> {
            try {
                Runtime.getRuntime().removeShutdownHook(stopping);
            } catch (IllegalStateException exiting) {
                log.debug("the JVM is shutting down already", exiting);
            }
        });
    }
}
