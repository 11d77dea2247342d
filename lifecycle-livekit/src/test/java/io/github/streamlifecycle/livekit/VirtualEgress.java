package io.github.streamlifecycle.livekit;

import static livekit.LivekitEgress.EgressStatus.EGRESS_ABORTED;
import static livekit.LivekitEgress.EgressStatus.EGRESS_ACTIVE;
import static livekit.LivekitEgress.EgressStatus.EGRESS_ENDING;
import static livekit.LivekitEgress.EgressStatus.EGRESS_STARTING;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;

/** One egress of a {@link VirtualServer} and its worker: what LIVEKIT's table of StopEgress says, in virtual time. */
final class VirtualEgress {
    /**
     * The times that a worker takes: to be ready, to be live, and to end once told to; and the status that it ends
     * with.
     */
    record Pace(Duration ready, Duration live, Duration ending, EgressStatus end) {
        static final Pace CHROME = new Pace(
                Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofMillis(300), EgressStatus.EGRESS_COMPLETE);

        Pace liveAfter(Duration changed) {
            return new Pace(ready, changed, ending, end);
        }

        Pace readyAfter(Duration changed) {
            return new Pace(changed, live, ending, end);
        }

        Pace endingFor(Duration changed) {
            return new Pace(ready, live, changed, end);
        }

        Pace endingAs(EgressStatus changed) {
            return new Pace(ready, live, ending, changed);
        }
    }

    private static final long RECORDER_LEAVES_AFTER_MILLIS = 21_000;

    private final TestScheduler time;
    private final Pace pace;
    private final long born;
    private EgressInfo info;
    private boolean dead;
    private boolean recorderIn;

    VirtualEgress(TestScheduler time, Pace pace, EgressInfo info) {
        this.time = time;
        this.pace = pace;
        this.born = time.now(TimeUnit.MILLISECONDS);
        this.info = info.toBuilder().setStatus(EGRESS_STARTING).build();
        after(pace.ready().toMillis(), () -> recorderIn = isRunning() && !dead);
        after(pace.live().toMillis(), () -> turn(EGRESS_STARTING, EGRESS_ACTIVE));
    }

    EgressInfo info() {
        return info;
    }

    boolean isRunning() {
        return !EgressStatuses.isTerminal(info.getStatus());
    }

    boolean isRecorderIn() {
        return recorderIn;
    }

    /** Kills the worker: the record never changes again, and its recorder leaves after a while. */
    void die() {
        dead = true;
        after(RECORDER_LEAVES_AFTER_MILLIS, () -> recorderIn = false);
    }

    /** Takes the recorder out of the room although it works. */
    void recorderIsAway() {
        recorderIn = false;
    }

    void recorderIsBack() {
        recorderIn = true;
    }

    /** Ends by itself. */
    void end(EgressStatus status) {
        turn(info.getStatus(), status);
    }

    /** Begins to end by itself, such as when its room is closed. */
    void beginToEnd() {
        turn(EGRESS_ACTIVE, EGRESS_ENDING);
        after(pace.ending().toMillis(), () -> turn(EGRESS_ENDING, pace.end()));
    }

    /** Carries StopEgress out at once; the answer takes its time. */
    Single<EgressInfo> stop() {
        if (dead) {
            return failed(408, "deadline_exceeded", 3_000);
        }
        return switch (info.getStatus()) {
            case EGRESS_STARTING -> abort(Math.max(0, born + pace.ready().toMillis() - now()));
            case EGRESS_ACTIVE -> {
                beginToEnd();
                yield answered(20);
            }
            case EGRESS_ENDING -> answered(20);
            default -> failed(412, "failed_precondition", 3_000);
        };
    }

    /** Carried out when the worker is ready, also if nobody waits for the answer any more. */
    private Single<EgressInfo> abort(long wait) {
        if (wait == 0) {
            turn(EGRESS_STARTING, EGRESS_ABORTED);
        } else {
            after(wait, () -> turn(EGRESS_STARTING, EGRESS_ABORTED));
        }
        return wait > 15_000
                ? failed(408, "deadline_exceeded", 15_000)
                : Single.timer(wait + 25, TimeUnit.MILLISECONDS, time).map(tick -> info);
    }

    private void turn(EgressStatus from, EgressStatus to) {
        if (info.getStatus() == from && !dead) {
            info = info.toBuilder().setStatus(to).build();
            if (!isRunning()) {
                after(RECORDER_LEAVES_AFTER_MILLIS, () -> recorderIn = false);
            }
        }
    }

    private Single<EgressInfo> answered(long millis) {
        EgressInfo now = info;
        return Single.timer(millis, TimeUnit.MILLISECONDS, time).map(tick -> now);
    }

    private Single<EgressInfo> failed(int status, String code, long millis) {
        return Single.timer(millis, TimeUnit.MILLISECONDS, time)
                .flatMap(tick -> Single.error(LiveKitException.of(status, code, "virtual " + code)));
    }

    private void after(long millis, Runnable action) {
        time.scheduleDirect(action, millis, TimeUnit.MILLISECONDS);
    }

    private long now() {
        return time.now(TimeUnit.MILLISECONDS);
    }
}
