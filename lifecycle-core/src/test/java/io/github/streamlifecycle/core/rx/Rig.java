package io.github.streamlifecycle.core.rx;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.PendingStop.Result;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A guard whose feeds, time and stops are in the hands of a test, with one subscriber that collects the receipts. */
final class Rig {
    static final Duration GRACE = Duration.ofSeconds(5);
    static final Duration LIMIT = Duration.ofSeconds(30);

    /** The end of a stop action that stands for its withdrawal, in a rig that is {@link #withdrawing()}. */
    static final class Withdrawal extends Exception {
        private static final long serialVersionUID = 1L;
    }

    final PublishProcessor<Presence> host = PublishProcessor.create();
    final PublishProcessor<Boolean> streaming = PublishProcessor.create();
    final TestScheduler time = new TestScheduler();
    final List<CompletableSubject> stops = new ArrayList<>();
    final List<PendingStop> pending = new ArrayList<>();
    final AutoStop plan;
    final TestSubscriber<Receipt> receipts;

    private Rig(UnaryOperator<AutoStop> settings, BiFunction<Rig, AutoStop, Flowable<Receipt>> carriedOut) {
        plan = settings.apply(AutoStop.whenPresence(host, streaming).scheduler(time));
        receipts = carriedOut.apply(this, plan).test();
    }

    static Rig with(UnaryOperator<AutoStop> settings) {
        return new Rig(settings, (rig, plan) -> plan.stopWith(rig::stop));
    }

    /** A rig with a grace period whose stops may be withdrawn. */
    static Rig withdrawing() {
        return withdrawing(plan -> plan.grace(GRACE));
    }

    static Rig withdrawing(UnaryOperator<AutoStop> settings) {
        return new Rig(settings, (rig, plan) -> plan.stopOrWithdraw(rig::stopOrWithdraw));
    }

    static Rig withGrace() {
        return with(plan -> plan.grace(GRACE));
    }

    static Rig withoutGrace() {
        return with(plan -> plan);
    }

    /** Returns one more stop action, which the test ends when it likes. */
    CompletableSource stop() {
        CompletableSubject stop = CompletableSubject.create();
        stops.add(stop);
        return stop;
    }

    private Single<Result> stopOrWithdraw(PendingStop stop) {
        pending.add(stop);
        return Completable.wrap(stop())
                .toSingleDefault(Result.STOPPED)
                .onErrorResumeNext(
                        error -> error instanceof Withdrawal ? Single.just(Result.WITHDRAWN) : Single.error(error));
    }

    Rig up() {
        host.onNext(Presence.UP);
        return this;
    }

    Rig suspect() {
        host.onNext(Presence.SUSPECT);
        return this;
    }

    Rig down() {
        host.onNext(Presence.DOWN);
        return this;
    }

    Rig on() {
        streaming.onNext(true);
        return this;
    }

    Rig off() {
        streaming.onNext(false);
        return this;
    }

    Rig after(Duration duration) {
        time.advanceTimeBy(duration.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    /** Completes the latest stop. */
    Rig stopped() {
        stops.get(stops.size() - 1).onComplete();
        return this;
    }

    /** Withdraws the latest stop of a rig that is {@link #withdrawing()}. */
    Rig withdrawn() {
        return failed(new Withdrawal());
    }

    Rig failed(Throwable error) {
        stops.get(stops.size() - 1).onError(error);
        return this;
    }

    void assertStops(int count) {
        if (stops.size() != count) {
            throw new AssertionError("expected " + count + " stops, not " + stops.size());
        }
    }

    /** Asserts that nothing was stopped, emitted or ended. */
    void assertQuiet() {
        assertStops(0);
        receipts.assertEmpty();
    }

    void assertReceipts(Receipt... expected) {
        receipts.assertValues(expected).assertNoErrors().assertNotComplete();
    }

    /** Waits for values from another thread; RxJava's own {@code awaitCount} gives up after five seconds. */
    static void awaitCount(TestSubscriber<?> subscriber, int count) {
        long begun = System.nanoTime();
        while (subscriber.values().size() < count) {
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(60)) {
                throw new AssertionError("expected " + count + " values, not " + subscriber.values());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
