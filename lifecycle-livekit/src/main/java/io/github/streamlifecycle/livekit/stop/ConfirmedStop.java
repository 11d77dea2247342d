package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.EgressCalls;
import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import io.github.streamlifecycle.livekit.stop.StopCourse.Moment;
import io.github.streamlifecycle.livekit.stop.StopStep.Ask;
import io.github.streamlifecycle.livekit.stop.StopStep.End;
import io.github.streamlifecycle.livekit.stop.StopStep.FindRecorder;
import io.github.streamlifecycle.livekit.stop.StopStep.Finding;
import io.github.streamlifecycle.livekit.stop.StopStep.Look;
import io.github.streamlifecycle.livekit.stop.StopStep.LookThenAsk;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import livekit.LivekitEgress.EgressInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stop of one egress, carried out: it makes the calls that its {@link StopCourse} decides on, one after the other,
 * until the egress has ended. A webhook that says so ends it too. It has no deadline; the callers have theirs.
 */
final class ConfirmedStop {
    private static final Logger log = LoggerFactory.getLogger(ConfirmedStop.class);

    /** Those for whom an egress is stopped. */
    interface Callers {
        /** Whether any of them still wants the stop. */
        boolean isWanted();

        /** Tells all of them that StopEgress was sent, and which try it was. */
        void tellSent(int number);

        /** Returns how many egress are being stopped now. */
        int stopsInFlight();
    }

    private final String egressId;
    private final EgressCalls calls;
    private final Scheduler scheduler;
    private final Callers callers;
    private final StopCourse course;
    private final long begun;

    ConfirmedStop(String egressId, EgressCalls calls, Scheduler scheduler, Callers callers) {
        this.egressId = egressId;
        this.calls = calls;
        this.scheduler = scheduler;
        this.callers = callers;
        this.course = new StopCourse(egressId);
        this.begun = scheduler.now(TimeUnit.NANOSECONDS);
    }

    StopCourse course() {
        return course;
    }

    /** Returns the receipt; never fails. */
    Single<StopReceipt> run() {
        Single<StopReceipt> told = calls.updates()
                .of(egressId)
                .filter(info -> EgressStatuses.isTerminal(info.getStatus()))
                .firstOrError()
                .map(info -> course.ended(info, sinceBegun()));
        return Single.ambArray(told, stepByStep())
                .onErrorReturn(error -> course.failed(LiveKitException.of(error), sinceBegun()));
    }

    /** A loop rather than a chain, which would grow with every look at an egress that takes hours to end. */
    private Single<StopReceipt> stepByStep() {
        AtomicReference<StopStep> next = new AtomicReference<>(new Ask());
        return Maybe.defer(() -> perform(next.get()).flatMapMaybe(step -> {
                    next.set(step);
                    return step instanceof End end ? Maybe.just(end.receipt()) : Maybe.empty();
                }))
                .repeat()
                .firstOrError();
    }

    private Single<StopStep> perform(StopStep step) {
        if (step instanceof Look look) {
            return pause(look.pause(), read()).map(finding -> course.onRead(step, finding, moment()));
        } else if (step instanceof LookThenAsk look) {
            return pause(look.pause(), Single.defer(() -> callers.isWanted() ? read() : unwanted()))
                    .map(finding -> course.onRead(step, finding, moment()));
        } else if (step instanceof FindRecorder find) {
            return findRecorder(find.info()).map(finding -> course.on(finding, moment()));
        } else if (step instanceof Ask) {
            return calls.gates().stops().pass(Single.defer(this::ask)).map(finding -> course.on(finding, moment()));
        }
        return read().map(finding -> course.onRead(step, finding, moment()));
    }

    private Single<Finding> ask() {
        return callers.isWanted() ? send() : unwanted();
    }

    /** Sends first and tells then: a callback that takes its time delays no stop. */
    private Single<Finding> send() {
        SingleSubject<EgressInfo> answer = SingleSubject.create();
        int number = course.sent();
        Disposable call = calls.api().stopEgress(egressId).subscribe(answer::onSuccess, answer::onError);
        callers.tellSent(number);
        return answer.doOnDispose(call::dispose)
                .<Finding>map(Finding.Accepted::new)
                .onErrorReturn(error -> new Finding.Failed(said(error)));
    }

    private LiveKitException said(Throwable error) {
        LiveKitException failed = LiveKitException.of(error);
        log.info("StopEgress of {} failed: {}", egressId, failed.getMessage());
        return failed;
    }

    private static Single<Finding> unwanted() {
        return Single.just(new Finding.Unwanted());
    }

    private Single<Finding> read() {
        return calls.gates()
                .confirmations()
                .pass(calls.reads()
                        .find(egressId)
                        .<Finding>map(Finding.Read::new)
                        .defaultIfEmpty(new Finding.Unknown()))
                .onErrorReturn(this::unread);
    }

    private Single<Finding> findRecorder(EgressInfo info) {
        return calls.gates()
                .confirmations()
                .pass(calls.reads().hasRecorder(info))
                .<Finding>map(has -> has ? new Finding.Recorder() : new Finding.NoRecorder())
                .onErrorReturn(this::unread);
    }

    private Finding unread(Throwable error) {
        log.debug("{} could not be read", egressId, error);
        return new Finding.Unread(LiveKitException.of(error));
    }

    private <T> Single<T> pause(Duration pause, Single<T> then) {
        return Delays.of(pause, scheduler).andThen(then);
    }

    private Moment moment() {
        return new Moment(sinceBegun(), callers.stopsInFlight());
    }

    private Duration sinceBegun() {
        return Duration.ofNanos(Math.max(0, scheduler.now(TimeUnit.NANOSECONDS) - begun));
    }
}
