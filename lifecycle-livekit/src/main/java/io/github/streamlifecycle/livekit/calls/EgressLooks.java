package io.github.streamlifecycle.livekit.calls;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watch over running egress: looks at a steady pace, and webhooks in between. All looks together are kept to what a
 * server hardly notices. They become fewer with the number of egress, with the time that the server takes for an answer
 * and with its refusals.
 */
public final class EgressLooks {
    private static final Logger log = LoggerFactory.getLogger(EgressLooks.class);
    private static final Duration UNTIL_LIVE = Duration.ofMillis(500);
    private static final Duration WHEN_LIVE = Duration.ofSeconds(5);
    private static final Duration WHEN_REFUSED = Duration.ofMinutes(1);
    private static final int LOOKS_A_SECOND = 200;

    private final EgressCalls calls;
    private final Predicate<String> isBeingStopped;
    private final AtomicInteger watched = new AtomicInteger();
    /** The smoothed time from a look to its answer, in nanoseconds. */
    private final AtomicLong latency = new AtomicLong();

    private final AtomicBoolean refused = new AtomicBoolean();

    /**
     * Creates the watch over the egress of a server.
     *
     * @param calls the ways to the server
     * @param isBeingStopped tests the id of an egress that a stop is looking at already
     */
    public EgressLooks(EgressCalls calls, Predicate<String> isBeingStopped) {
        this.calls = calls;
        this.isBeingStopped = isBeingStopped;
    }

    /**
     * Returns an egress as it is read and as it is told, for as long as somebody listens. Fails with {@code not_found}
     * once the server has forgotten an egress that it knew, and with nothing else.
     *
     * @param egressId the egress
     * @param scheduler the timer of the looks
     * @param isLive tests whether the egress has gone live, after which looks are rarer
     * @return the egress at each look and each update
     */
    public Flowable<EgressInfo> of(String egressId, Scheduler scheduler, BooleanSupplier isLive) {
        AtomicBoolean seen = new AtomicBoolean();
        Maybe<EgressInfo> look = look(egressId, scheduler).flatMapMaybe(found -> {
            if (found.isPresent()) {
                seen.set(true);
                return Maybe.just(found.get());
            }
            return seen.get() ? Maybe.error(EgressReads.unknown(egressId)) : Maybe.empty();
        });
        // a stop looks for itself
        Flowable<EgressInfo> read = Maybe.defer(() -> isBeingStopped.test(egressId) ? Maybe.empty() : look)
                .toFlowable()
                .onErrorComplete(error -> !LiveKitException.of(error).isNotFound())
                .repeatWhen(looked -> looked.concatMapSingle(
                        done -> Delays.of(pause(ForeignCode.ask("the watch", isLive, false)), scheduler)
                                .toSingleDefault(done)));
        return Flowable.merge(read, calls.updates().of(egressId))
                .doOnSubscribe(begun -> watched.incrementAndGet())
                .doFinally(watched::decrementAndGet);
    }

    private Single<Optional<EgressInfo>> look(String egressId, Scheduler scheduler) {
        Single<Optional<EgressInfo>> timed = Single.defer(() -> {
            long begun = scheduler.now(TimeUnit.NANOSECONDS);
            return calls.reads()
                    .find(egressId)
                    .map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .doOnEvent((found, error) ->
                            onAnswer(Math.max(0, scheduler.now(TimeUnit.NANOSECONDS) - begun), error));
        });
        return calls.gates().looks().pass(timed);
    }

    private void onAnswer(long took, @Nullable Throwable error) {
        latency.updateAndGet(known -> known == 0 ? took : known + (took - known) / 8);
        if (error == null) {
            refused.set(false);
            return;
        }
        log.debug("an egress could not be looked at", error);
        LiveKitException failed = LiveKitException.of(error);
        if (failed.kind() == LiveKitException.Kind.REFUSED && refused.compareAndSet(false, true)) {
            log.warn("looks at egress are refused, only webhooks tell how they are: {}", failed.getMessage());
        }
    }

    /** As many looks at once as half of the gate takes, and no egress is looked at for more than half of the time. */
    private Duration pause(boolean live) {
        Duration answer = Duration.ofNanos(latency.get());
        Duration inTurn =
                answer.multipliedBy(2L * watched.get()).dividedBy(calls.gates().looksAtOnce());
        Duration everySecond = Duration.ofSeconds(watched.get()).dividedBy(LOOKS_A_SECOND);
        Duration wanted = refused.get() ? WHEN_REFUSED : live ? WHEN_LIVE : UNTIL_LIVE;
        return longest(longest(wanted, answer), longest(inTurn, everySecond));
    }

    private static Duration longest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
