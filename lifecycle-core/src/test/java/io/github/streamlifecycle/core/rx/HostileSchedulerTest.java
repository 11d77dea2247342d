package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Schedulers that refuse or drop every task, so that the library's own threads have to keep the time. */
class HostileSchedulerTest {
    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    static Stream<Scheduler> refusing() {
        ScheduledExecutorService shutDown = Executors.newSingleThreadScheduledExecutor();
        shutDown.shutdown();
        return Stream.of(
                Schedulers.from(shutDown),
                new Refusing(Disposable::disposed),
                new Refusing(HostileSchedulerTest::nothing),
                new Refusing(() -> {
                    throw new RejectedExecutionException("full");
                }),
                new Refusing(() -> {
                    throw new NoClassDefFoundError("lost");
                }));
    }

    @ParameterizedTest
    @MethodSource("refusing")
    @Tag("P6")
    void graceThatIsRefusedStillEnds(Scheduler scheduler) {
        Rig rig = Rig.with(plan -> plan.scheduler(scheduler).grace(Duration.ofMillis(1)));
        TestSubscriber<Receipt> receipts =
                rig.plan.stopWith(Completable::complete).test();
        rig.on().up().suspect();
        Rig.awaitCount(receipts, 1);
        receipts.assertValuesOnly(new Stopped(StopReason.GRACE_ELAPSED));
        unheard.take();
    }

    @ParameterizedTest
    @MethodSource("refusing")
    @Tag("P5")
    void graceThatIsRefusedIsNotCutShort(Scheduler scheduler) {
        Rig rig = Rig.with(plan -> plan.scheduler(scheduler).grace(Duration.ofHours(1)));
        rig.on().up().suspect();
        rig.assertQuiet();
        rig.up().suspect().down();
        rig.assertStops(1);
        unheard.take();
    }

    @ParameterizedTest
    @MethodSource("refusing")
    @Tag("P6")
    void timeOutThatIsRefusedStillComes(Scheduler scheduler) {
        Duration limit = Duration.ofMillis(1);
        Rig rig = Rig.with(plan -> plan.scheduler(scheduler).stopTimeout(limit));
        rig.on().up().down();
        Rig.awaitCount(rig.receipts, 1);
        rig.receipts.assertValuesOnly(new Receipt.TimedOut(StopReason.HOST_DOWN, limit));
        unheard.take();
    }

    @ParameterizedTest
    @MethodSource("refusing")
    void clockThatFailsIsReplaced(Scheduler scheduler) {
        Rig rig = Rig.with(plan ->
                plan.scheduler(scheduler).grace(Duration.ofHours(1)).flapBudget(FlapBudget.of(2, Duration.ofHours(1))));
        rig.on().up().suspect().up();
        rig.assertQuiet();
        rig.suspect();
        rig.assertStops(1);
        unheard.take();
    }

    @Test
    @Tag("P6")
    void graceThatIsTakenAndDroppedStillEnds() {
        Rig rig = Rig.with(plan -> plan.scheduler(new Dropping()).grace(Duration.ofMillis(1)));
        TestSubscriber<Receipt> receipts =
                rig.plan.stopWith(Completable::complete).test();
        rig.on().up().suspect();
        Rig.awaitCount(receipts, 1);
        receipts.assertValuesOnly(new Stopped(StopReason.GRACE_ELAPSED));
    }

    @Test
    @Tag("P5")
    void droppedGraceOfAHostThatIsBackEndsNothing() {
        TestScheduler own = new TestScheduler();
        List<String> ran = new ArrayList<>();
        OneShot grace = new OneShot(() -> ran.add("grace"));
        grace.orElse(() -> true, own, 1);
        grace.dispose();
        own.advanceTimeBy(1, TimeUnit.HOURS);
        assertThat(ran).isEmpty();
    }

    @Test
    @Tag("P5")
    void clockThatStandsStillIsNotOverdue() {
        TestScheduler own = new TestScheduler();
        List<String> ran = new ArrayList<>();
        new OneShot(() -> ran.add("grace")).orElse(() -> false, own, 1);
        own.advanceTimeBy(1, TimeUnit.HOURS);
        assertThat(ran).isEmpty();
    }

    @SuppressWarnings("NullAway")
    private static Disposable nothing() {
        return null;
    }

    /** A Scheduler that takes every task and runs none, as an executor that is shut down at once. */
    private static final class Dropping extends Scheduler {
        @Override
        public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
            return Disposable.empty();
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException("only delayed single tasks are expected");
        }
    }

    /** A Scheduler that refuses every task, in one of several ways. */
    private static final class Refusing extends Scheduler {
        private final Supplier<Disposable> answer;

        Refusing(Supplier<Disposable> answer) {
            this.answer = answer;
        }

        @Override
        public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
            return answer.get();
        }

        @Override
        public long now(TimeUnit unit) {
            answer.get();
            throw new IllegalStateException("no clock");
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException("only delayed single tasks are expected");
        }

        @Override
        public String toString() {
            return "Refusing";
        }
    }
}
