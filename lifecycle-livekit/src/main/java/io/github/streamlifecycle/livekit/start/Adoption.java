package io.github.streamlifecycle.livekit.start;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.EgressReads;
import io.github.streamlifecycle.livekit.pace.Backoff;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import livekit.LivekitEgress.EgressInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The beginning of a guard over an egress that was started elsewhere. It is read until the server says that it is there,
 * or that it is not; but a stop needs no more than its id, and so does not wait for that.
 */
public final class Adoption {
    private static final Logger log = LoggerFactory.getLogger(Adoption.class);
    private static final Backoff PAUSES = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(15));
    private static final Duration STOP_SEEN_WITHIN = Duration.ofMillis(100);

    private final StartSettings settings;
    private final String room;
    private final String egressId;
    private final Scheduler scheduler;
    private final BooleanSupplier stopRequested;

    /**
     * Creates the adoption of an egress.
     *
     * @param settings the plan
     * @param egressId the egress
     * @param stopRequested tests whether the stream was told to stop meanwhile
     */
    public Adoption(StartSettings settings, String egressId, BooleanSupplier stopRequested) {
        this.settings = settings;
        this.room = settings.room();
        this.scheduler = settings.scheduler();
        this.egressId = egressId;
        this.stopRequested = stopRequested;
    }

    /**
     * Returns the egress; if a stop is requested before it could be read, no more of it than its id. Fails if the server
     * does not know it, does not let it be read, or has it in another room.
     *
     * @return the egress, read once subscribed to
     */
    public Maybe<EgressInfo> run() {
        settings.starts().take(egressId);
        Single<EgressInfo> read = settings.reads()
                .find(egressId)
                .switchIfEmpty(Single.error(() -> EgressReads.unknown(egressId)))
                .retryWhen(errors -> errors.zipWith(Flowable.range(0, Integer.MAX_VALUE), this::pause)
                        .concatMapSingle(pause -> pause))
                .flatMap(this::inItsRoom);
        Single<EgressInfo> unread = Delays.of(STOP_SEEN_WITHIN, scheduler)
                .repeatUntil(stopRequested::getAsBoolean)
                .toSingle(() -> EgressInfo.newBuilder().setEgressId(egressId).build());
        return Single.ambArray(read, unread).toMaybe();
    }

    private Single<Long> pause(Throwable error, int times) {
        if (!(error instanceof LiveKitException failed) || failed.kind() != LiveKitException.Kind.AMBIGUOUS) {
            return Single.error(error);
        }
        log.info("{} cannot be read yet, its host is guarded nevertheless: {}", egressId, failed.getMessage());
        return Delays.of(PAUSES.after(times), scheduler).toSingleDefault(0L);
    }

    private Single<EgressInfo> inItsRoom(EgressInfo info) {
        String where = info.getRoomName();
        return where.isEmpty() || where.equals(room)
                ? Single.just(info)
                : Single.error(LiveKitException.of(
                        400,
                        "invalid_argument",
                        "egress " + egressId + " is in room \"" + where + "\", not in room \"" + room
                                + "\" whose host is guarded"));
    }
}
