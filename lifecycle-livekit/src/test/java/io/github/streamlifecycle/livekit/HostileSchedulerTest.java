package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.reactivex.rxjava3.annotations.NonNull;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A Scheduler of the caller's that throws, refuses, loses what it took or has no clock: the guard goes on. */
@Tag("P6")
class HostileSchedulerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final HostSwitch host = HostSwitch.create();

    @BeforeEach
    void expectRefusals() {
        RxJavaPlugins.setErrorHandler(refused -> {});
    }

    @AfterEach
    void reset() {
        RxJavaPlugins.setErrorHandler(null);
        executor.shutdownNow();
    }

    enum Misdeed {
        THROWS_WHEN_SCHEDULED,
        REFUSES,
        HAS_NO_CLOCK
    }

    @ParameterizedTest
    @EnumSource
    void stopIsSentAllTheSame(Misdeed misdeed) {
        Turning scheduler = new Turning();
        VirtualScene scene = new VirtualScene(
                settings -> settings.deliverOn(Schedulers.trampoline()).scheduler(scheduler));
        scheduler.time = scene.time;
        scene.plan().scheduler(scheduler).start(VirtualScene.FILE);
        scene.up();
        scene.advance(6_000);
        scheduler.misdeed = misdeed;
        scene.down();
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    void adoptionThatCannotBeReadSeesTheStop() {
        executor.shutdownNow();
        assertStopped(plan(answering("readEgress", () -> LiveKitException.of(503, "unavailable", "for ever"), 1_000)));
    }

    @Test
    void stopUntilConfirmedIsMadeAgain() {
        executor.shutdownNow();
        assertStopped(plan(answering("stopEgress", () -> LiveKitException.of(401, "unauthenticated", "for once"), 1))
                .untilConfirmed());
    }

    @Test
    void graceWhoseTimerIsLostEndsAllTheSame() {
        GuardedStream stream =
                plan(UnaryOperator.identity()).grace(Duration.ofSeconds(1)).adopt("EG_1");
        host.up();
        host.suspect();
        executor.shutdownNow();
        assertEndsStopped(stream);
    }

    @Test
    void retryWhoseTimerIsLostIsMadeAllTheSame() {
        AtomicInteger failed = new AtomicInteger();
        GuardedStream stream = plan(answering(
                        "stopEgress",
                        () -> {
                            executor.execute(executor::shutdownNow);
                            failed.incrementAndGet();
                            return LiveKitException.of(503, "unavailable", "for once");
                        },
                        1))
                .adopt("EG_1");
        host.up();
        host.down();
        assertEndsStopped(stream);
        assertThat(failed).hasValue(1);
    }

    @Test
    void outcomeIsDeliveredThoughItsSchedulerRefuses() {
        GuardedStream stream = LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
                .dryRun()
                .deliverOn(Schedulers.from(executor))
                .build()
                .guard("room", host)
                .adopt("EG_1");
        var events = stream.events().test();
        executor.shutdown();
        host.up();
        host.down();
        assertEndsStopped(stream);
        events.awaitDone(60, TimeUnit.SECONDS).assertComplete();
    }

    private GuardPlan plan(UnaryOperator<ServerApi> wrap) {
        return LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
                .dryRun()
                .through(wrap)
                .build()
                .guard("room", host)
                .scheduler(Schedulers.from(executor));
    }

    private void assertStopped(GuardPlan plan) {
        GuardedStream stream = plan.adopt("EG_1");
        host.up();
        host.down();
        assertEndsStopped(stream);
    }

    private static void assertEndsStopped(GuardedStream stream) {
        assertThat(stream.whenEnded().toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isInstanceOfSatisfying(
                        Outcome.HostDropped.class,
                        dropped -> assertThat(dropped.receipt()).isInstanceOf(Stopped.class));
    }

    /** An API whose next calls of that name fail. */
    private static UnaryOperator<ServerApi> answering(String name, Supplier<LiveKitException> error, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return api -> (ServerApi) Proxy.newProxyInstance(
                ServerApi.class.getClassLoader(), new Class<?>[] {ServerApi.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals(name) && left.getAndDecrement() > 0) {
                        return Single.error(error.get());
                    }
                    try {
                        return method.invoke(api, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** Virtual time until it turns. */
    private static final class Turning extends Scheduler {
        private Scheduler time = Schedulers.trampoline();
        private Misdeed misdeed;

        @Override
        public long now(@NonNull TimeUnit unit) {
            if (misdeed == Misdeed.HAS_NO_CLOCK) {
                throw new IllegalStateException("no clock");
            }
            return time.now(unit);
        }

        @Override
        public @NonNull Disposable scheduleDirect(@NonNull Runnable task, long delay, @NonNull TimeUnit unit) {
            if (misdeed == Misdeed.THROWS_WHEN_SCHEDULED) {
                throw new RejectedExecutionException("refused by a test");
            }
            return misdeed == Misdeed.REFUSES ? Disposable.disposed() : time.scheduleDirect(task, delay, unit);
        }

        @Override
        public @NonNull Worker createWorker() {
            return time.createWorker();
        }
    }
}
