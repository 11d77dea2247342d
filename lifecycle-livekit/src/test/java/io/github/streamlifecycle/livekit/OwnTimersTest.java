package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.reactivex.rxjava3.annotations.NonNull;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Timers and clocks: the library's own by default, and one of the caller's that misbehaves. */
@Tag("P6")
class OwnTimersTest {
    @Test
    void applicationThatBlocksComputationDelaysNoStop() {
        CountDownLatch atTheEnd = new CountDownLatch(1);
        for (int thread = 0; thread < 4 * Runtime.getRuntime().availableProcessors(); thread++) {
            Schedulers.computation().scheduleDirect(() -> {
                try {
                    atTheEnd.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        PublishProcessor<Presence> host = PublishProcessor.create();
        try (LiveKit livekit = LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
                .dryRun()
                .build()) {
            GuardedStream stream =
                    livekit.guard("room", host).grace(Duration.ofMillis(50)).adopt("EG_1");
            host.onNext(Presence.UP);
            host.onNext(Presence.SUSPECT);
            assertThat(stream.whenEnded().toCompletableFuture())
                    .succeedsWithin(Duration.ofSeconds(60))
                    .isInstanceOf(HostDropped.class);
        } finally {
            atTheEnd.countDown();
        }
    }

    @Test
    void clockThatThrowsDoesNotEndTheGuard() {
        VirtualScene scene = new VirtualScene();
        ClockThatThrows clock = new ClockThatThrows(scene.time);
        GuardedStream stream = scene.plan().scheduler(clock).start(VirtualScene.FILE);
        scene.up();
        scene.advance(6_000);
        clock.broken = true;
        scene.webhook(scene.id(), EgressStatus.EGRESS_ACTIVE);
        clock.broken = false;
        VirtualScene.assertGoesOn(stream);
        clock.broken = true;
        scene.host.onNext(Presence.SUSPECT);
        scene.up();
        clock.broken = false;
        scene.advance(10_000);
        VirtualScene.assertGoesOn(stream);
        scene.down();
        scene.advance(5_000);
        assertThat(VirtualScene.outcome(stream)).isInstanceOf(HostDropped.class);
    }

    private static final class ClockThatThrows extends Scheduler {
        private final Scheduler time;
        private boolean broken;

        ClockThatThrows(Scheduler time) {
            this.time = time;
        }

        @Override
        public long now(@NonNull TimeUnit unit) {
            if (broken) {
                throw new IllegalStateException("of a clock");
            }
            return time.now(unit);
        }

        @Override
        public @NonNull Worker createWorker() {
            return time.createWorker();
        }
    }
}
