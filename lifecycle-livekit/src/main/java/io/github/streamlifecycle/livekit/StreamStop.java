package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.github.streamlifecycle.livekit.stop.StopReceipt.NotStarted;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import livekit.LivekitEgress.EgressInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one stop of one stream: whoever asks for it while it is under way shares it. A stop that was given up because the
 * host is back makes room for the next one.
 */
final class StreamStop {
    private static final Logger log = LoggerFactory.getLogger(StreamStop.class);
    private static final long FIRST_PAUSE_SECONDS = 5;
    private static final long LONGEST_PAUSE_SECONDS = 60;

    /** The stop that is under way or has ended, shared by all who want it. */
    private record Requested(StopCause cause, Single<StopReceipt> receipt) {}

    private final GuardSettings settings;
    private final HostPresence host;
    private final EventLog events;
    /** The egress, once; empty if its start was never sent. */
    private final Maybe<EgressInfo> started;

    private final AtomicReference<@Nullable Requested> requested = new AtomicReference<>();
    /** The user wants the stop, whatever the host does. */
    private volatile boolean insisted;

    StreamStop(GuardSettings settings, HostPresence host, EventLog events, Maybe<EgressInfo> started) {
        this.settings = settings;
        this.host = host;
        this.events = events;
        this.started = started;
    }

    /** Returns the cause of the stop that is under way or has ended; empty if there is none. */
    Optional<StopCause> cause() {
        return Optional.ofNullable(requested.get()).map(Requested::cause);
    }

    /** Stops unless the host is back first, in which case the receipt says so. */
    Single<StopReceipt> unlessHostIsBack(BooleanSupplier hostIsBack) {
        return request(StopCause.HOST_DROP, () -> !insisted && hostIsBack.getAsBoolean());
    }

    /** Stops whatever the host does, also after a stop of somebody else's that was given up for a host. */
    Single<StopReceipt> anyway(StopCause cause) {
        return request(cause, () -> false)
                .flatMap(receipt -> receipt instanceof HostReturned ? anyway(cause) : Single.just(receipt));
    }

    /** Stops for the user, which also makes a stop that is under way already final. */
    Single<StopReceipt> byUser() {
        insisted = true;
        return anyway(StopCause.USER);
    }

    private Single<StopReceipt> request(StopCause cause, BooleanSupplier unwanted) {
        return Single.defer(() -> {
            Requested mine = new Requested(cause, carriedOut(cause, unwanted));
            Requested theirs = requested.compareAndExchange(null, mine);
            if (theirs != null) {
                return theirs.receipt();
            }
            events.act(() -> {
                events.tell(new StreamEvent.StopRequested(cause));
                settings.control().keep(mine.receipt());
            });
            log.info("stopping the egress of room {}: {}", settings.room(), cause);
            return mine.receipt();
        });
    }

    private Single<StopReceipt> carriedOut(StopCause cause, BooleanSupplier unwanted) {
        return started.flatMapSingle(info -> stopEgress(info.getEgressId(), unwanted, FIRST_PAUSE_SECONDS)
                        .onErrorReturn(error -> failed(info, error)))
                .defaultIfEmpty(new NotStarted(Optional.empty()))
                .onErrorReturn(error -> new NotStarted(Optional.of(LiveKitException.of(error))))
                .doOnSuccess(receipt -> {
                    if (receipt instanceof HostReturned) {
                        requested.set(null);
                    }
                    events.tell(new StreamEvent.StopEnded(cause, receipt, host.sinceDrop()));
                })
                .cache();
    }

    /** A stop never fails but for a mistake here or in a Scheduler, after which the egress may be running. */
    private static StopReceipt failed(EgressInfo info, Throwable error) {
        log.error("the stop of egress {} failed", info.getEgressId(), error);
        return new GaveUp(info.getEgressId(), LiveKitException.of(error), StopReceipt.Tries.NONE, Duration.ZERO);
    }

    private Single<StopReceipt> stopEgress(String egressId, BooleanSupplier unwanted, long pauseSeconds) {
        return settings.control()
                .stop(StopRequest.of(egressId)
                        .within(settings.limits().stop(), settings.scheduler())
                        .unless(unwanted)
                        .telling(number -> events.tell(new StreamEvent.StopSent(egressId, number))))
                .flatMap(receipt -> settings.isUntilConfirmed() && receipt instanceof GaveUp
                        ? stopAgain(receipt, egressId, unwanted, pauseSeconds)
                        : Single.just(receipt));
    }

    private Single<StopReceipt> stopAgain(
            StopReceipt receipt, String egressId, BooleanSupplier unwanted, long pauseSeconds) {
        mayStillRun(receipt).ifPresent(events::tell);
        log.warn(
                "egress {} of room {} may still be running, stopping it again in {} s: {}",
                egressId,
                settings.room(),
                pauseSeconds,
                receipt);
        long next = Math.min(LONGEST_PAUSE_SECONDS, 2 * pauseSeconds);
        return Single.defer(() -> stopEgress(egressId, unwanted, next))
                .delaySubscription(pauseSeconds, TimeUnit.SECONDS, settings.scheduler());
    }

    /** Returns the event of a receipt after which the egress may be running; empty if it cannot be. */
    static Optional<StreamEvent> mayStillRun(StopReceipt receipt) {
        if (receipt instanceof GaveUp gaveUp) {
            return Optional.of(new StreamEvent.MayStillRun(Optional.of(gaveUp.id()), gaveUp.cause()));
        }
        return receipt instanceof NotStarted failed
                ? failed.cause()
                        .filter(cause -> cause.kind() == LiveKitException.Kind.AMBIGUOUS)
                        .map(cause -> new StreamEvent.MayStillRun(Optional.empty(), cause))
                : Optional.empty();
    }
}
