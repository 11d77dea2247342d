package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.events.StreamEvent.HostChanged;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopEnded;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopRequested;
import io.reactivex.rxjava3.functions.Consumer;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Subscribers of other people, delivered as they are by default: they block, throw, call back, and harm nobody else. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ForeignSubscriberTest {
    private final VirtualScene scene = new VirtualScene(UnaryOperator.identity());
    private final CountDownLatch atTheEnd = new CountDownLatch(1);

    @AfterEach
    void release() {
        atTheEnd.countDown();
    }

    private void hear(GuardedStream stream, Consumer<Object> subscriber) {
        stream.events().subscribe(subscriber, ignored -> {});
        scene.livekit.events().subscribe(subscriber, ignored -> {});
        stream.outcome().subscribe(subscriber, ignored -> {});
    }

    private static Outcome awaited(GuardedStream stream) {
        return stream.outcome().timeout(60, TimeUnit.SECONDS).blockingGet();
    }

    @Test
    @Tag("P6")
    void subscriberThatBlocksDelaysNoStop() {
        GuardedStream stream = scene.live();
        hear(stream, event -> atTheEnd.await());
        scene.down();
        assertThat(scene.stops()).hasSize(1);
        scene.advance(5_000);
        assertThat(awaited(stream)).isInstanceOf(HostDropped.class);
    }

    @Test
    void manySubscribersThatBlockSilenceNobody() {
        GuardedStream stream = scene.live();
        for (int blocked = 0; blocked < 50; blocked++) {
            stream.events().subscribe(event -> atTheEnd.await());
        }
        assertThat(stream.events()
                        .ofType(StreamEvent.Live.class)
                        .timeout(60, TimeUnit.SECONDS)
                        .blockingFirst())
                .isEqualTo(new StreamEvent.Live(scene.id()));
    }

    @Test
    @Tag("P6")
    void subscriberThatThrowsErrorsSilencesNobody() {
        var other = scene.livekit.events().test();
        GuardedStream stream = scene.live();
        hear(stream, event -> {
            throw new LinkageError("of a subscriber");
        });
        var another = scene.livekit.events().test();
        scene.down();
        scene.advance(5_000);
        assertThat(awaited(stream)).isInstanceOf(HostDropped.class);
        scene.livekit.close();
        for (var heard : List.of(other, another)) {
            heard.awaitDone(60, TimeUnit.SECONDS).assertComplete();
            assertThat(heard.values()).anyMatch(event -> event.event() instanceof StopEnded);
        }
    }

    @Test
    void reactiveStreamsSubscriberThatThrowsLeavesTheGuardArmed() {
        GuardedStream stream = scene.start();
        stream.events().subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(StreamEvent event) {
                throw new IllegalStateException("of a subscriber");
            }

            @Override
            public void onError(Throwable error) {}

            @Override
            public void onComplete() {}
        });
        scene.up();
        scene.advance(6_000);
        VirtualScene.assertGoesOn(stream);
        scene.down();
        assertThat(scene.stops()).hasSize(1);
    }

    @Test
    @Tag("P6")
    void subscriberThatHoldsOnToAReceiptHidesNoFall() {
        scene.server.script("StopEgress", VirtualFault.timedOut());
        GuardedStream stream = scene.plan().grace(Duration.ofMillis(100)).start(VirtualScene.FILE);
        stream.events().ofType(StopEnded.class).subscribe(ended -> atTheEnd.await());
        scene.up();
        scene.advance(6_000);
        scene.down();
        scene.advance(1_000);
        scene.up();
        scene.advance(5_000);
        scene.host.onNext(Presence.SUSPECT);
        scene.advance(5_000);
        assertThat(scene.server.running()).isEmpty();
        assertThat(awaited(stream)).isInstanceOf(HostDropped.class);
    }

    @Test
    void subscriberMayCallBackIntoTheGuard() {
        LiveKit livekit = LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
                .dryRun()
                .build();
        GuardedStream stream = livekit.guard("room", scene.host).adopt("EG_1");
        CountDownLatch closed = new CountDownLatch(1);
        stream.events().ofType(HostChanged.class).subscribe(changed -> {
            stream.stop().blockingGet();
            stream.close();
            livekit.close();
            closed.countDown();
        });
        scene.up();
        assertThat(awaited(stream)).isInstanceOf(Outcome.UserStopped.class);
        assertThat(closed)
                .satisfies(
                        latch -> assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue());
    }

    @Test
    void stopIsSentBeforeAnybodyIsToldOfIt() {
        VirtualScene direct = new VirtualScene(settings -> settings.deliverOn(Schedulers.trampoline()));
        List<Integer> sent = new ArrayList<>();
        GuardedStream stream = direct.live();
        stream.events()
                .ofType(StopRequested.class)
                .subscribe(requested -> sent.add(direct.stops().size()));
        direct.down();
        assertThat(sent).containsExactly(1);
    }
}
