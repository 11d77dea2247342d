package io.github.streamlifecycle.livekit.start;

import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.start.TakeOver.Before;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A start whose answer was lost, and which may have been carried out. It is told from others by what was running before,
 * by its room, by its request, and by being nobody's here.
 */
final class LostStart {
    private static final Logger log = LoggerFactory.getLogger(LostStart.class);
    /** The pauses before each look: a server gives up on its worker after 25 s. */
    private static final List<Duration> LOOKS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(15));

    private static final Duration READ_AGAIN = Duration.ofSeconds(2);

    private final StartSettings settings;
    private final String room;
    private final EgressRequest request;

    LostStart(StartSettings settings, EgressRequest request) {
        this.settings = settings;
        this.room = settings.room();
        this.request = request;
    }

    /** Returns the egress that was not there before; fails with the error of the start if there is none, or several. */
    Single<EgressInfo> find(Before before, Throwable error) {
        log.info("start in room {} is ambiguous, looking for its egress: {}", room, error.getMessage());
        Set<String> known = before.ids();
        Set<String> candidates = ConcurrentHashMap.newKeySet();
        long begun = now();
        return Flowable.fromIterable(LOOKS)
                .concatMapMaybe(pause -> Delays.of(pause, settings.scheduler())
                        .andThen(TakeOver.running(settings.reads(), request, room)
                                .retryWhen(errors -> errors.concatMapSingle(unread -> untilReadAgain(unread, begun))))
                        .flattenAsObservable(items -> items)
                        .filter(info -> !known.contains(info.getEgressId()) && mayBeOurs(info, before))
                        .doOnNext(info -> candidates.add(info.getEgressId()))
                        .toList()
                        // one of several could be somebody else's, also once the others have ended
                        .filter(found -> found.size() == 1 && candidates.size() == 1)
                        .map(found -> found.get(0))
                        .onErrorComplete())
                .firstElement()
                .doOnSuccess(found -> settings.starts().take(found.getEgressId()))
                .switchIfEmpty(Single.error(error));
    }

    private boolean mayBeOurs(EgressInfo info, Before before) {
        boolean inThatRoom = !request.isInRoom()
                || before.roomId().map(info.getRoomId()::equals).orElse(true);
        return inThatRoom && request.mayHaveStarted(info) && !settings.starts().isTaken(info.getEgressId());
    }

    /** A list that could not be read says nothing of the egress: it is read again, for a stop's deadline if the plan gives up at all. */
    private Single<Long> untilReadAgain(Throwable unread, long begun) {
        boolean late = !settings.isUntilConfirmed()
                && Duration.ofNanos(now() - begun).compareTo(settings.limits().stop()) >= 0;
        return late || !TakeOver.isAmbiguous(unread)
                ? Single.error(unread)
                : Delays.of(READ_AGAIN, settings.scheduler()).toSingleDefault(0L);
    }

    private long now() {
        return settings.scheduler().now(TimeUnit.NANOSECONDS);
    }
}
