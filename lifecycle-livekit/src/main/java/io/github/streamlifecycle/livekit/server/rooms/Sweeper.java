package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.pace.Backoff;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import livekit.LivekitEgress.EgressInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists all running egress from time to time, and so finds what was started before us, while we were down, or without a
 * webhook. A list that fails says nothing, and is asked for again sooner.
 */
final class Sweeper {
    private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final Single<List<EgressInfo>> list;
    private final Function<EgressInfo, Optional<EgressFinding>> findings;
    private final RoomShell shell;
    private final Rhythm rhythm;
    private final SerialDisposable timer = new SerialDisposable();
    private final HealthCounts.CallCounts counts;
    private volatile boolean ended;
    /** Touched by one sweep at a time. */
    private int failures;

    /**
     * When it sweeps.
     *
     * @param every the time from one sweep to the next
     * @param polling the pace that the sweeps keep to with the polls
     * @param scheduler the timer
     * @param clock the time
     */
    record Rhythm(Duration every, PollPace polling, Scheduler scheduler, SteadyClock clock) {}

    Sweeper(
            Single<List<EgressInfo>> list,
            Function<EgressInfo, Optional<EgressFinding>> findings,
            RoomShell shell,
            Rhythm rhythm,
            HealthCounts.CallCounts counts) {
        this.list = list;
        this.findings = findings;
        this.shell = shell;
        this.rhythm = rhythm;
        this.counts = counts;
    }

    void sweep() {
        long askedAt = rhythm.clock().millis();
        // the answer may come, and set the next timer, before this line ends
        Disposable unused = rhythm.polling().timed(list).subscribe(all -> swept(all, askedAt), this::failed);
    }

    private void swept(List<EgressInfo> all, long askedAt) {
        failures = 0;
        counts.answered();
        if (ended) {
            return;
        }
        try {
            tell(all, askedAt);
        } catch (Throwable thrown) {
            log.error("a sweep failed", thrown);
        }
        again(rhythm.polling().jittered(rhythm.every()));
    }

    private void tell(List<EgressInfo> all, long askedAt) {
        Map<String, List<EgressFacts>> byRoom = new HashMap<>();
        shell.rooms().forEach(room -> byRoom.put(room, new ArrayList<>()));
        for (EgressInfo info : all) {
            findings.apply(info)
                    .ifPresent(found -> byRoom.computeIfAbsent(found.room(), room -> new ArrayList<>())
                            .add(found.egress()));
        }
        byRoom.forEach((room, egress) -> shell.offer(room, new RoomEvent.Swept(askedAt, egress)));
    }

    private void failed(Throwable error) {
        failures++;
        String why = Objects.toString(LiveKitException.of(error).getMessage());
        counts.failed(why);
        if (failures == 1) {
            log.warn("egress could not be listed: {}", why);
        }
        again(rhythm.polling().jittered(new Backoff(FIRST_RETRY, rhythm.every()).after(failures - 1)));
    }

    private void again(Duration pause) {
        if (!ended) {
            timer.set(Delays.of(pause, rhythm.scheduler()).subscribe(this::sweep));
        }
    }

    void end() {
        ended = true;
        timer.dispose();
    }
}
