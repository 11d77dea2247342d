package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.EgressUpdates;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Stopped;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callbacks, predicates, calls and schedulers that throw, fall silent or refuse: no stop is lost on them. */
@Tag("P6")
class ForeignCodeTest {
    private final VirtualScene scene = new VirtualScene();
    private final HostileApi api = new HostileApi(scene.server);
    private final EgressControl control = new EgressControl(api, 64, scene.time);

    static Stream<Throwable> thrown() {
        return Stream.of(
                new IllegalStateException("of a callback"),
                new LinkageError("of a callback"),
                new StackOverflowError("of a callback"),
                new OutOfMemoryError("of a callback"));
    }

    /** Throws anything, checked or not. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> boolean raise(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private void assertStops(StopRequest request) {
        TestObserver<StopReceipt> stop = control.stop(request).test();
        scene.advance(5_000);
        assertThat(VirtualScene.receipt(stop)).isInstanceOf(Stopped.class);
        assertThat(scene.server.running()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void callbackThatThrowsLosesNoReceipt(Throwable thrown) {
        assertStops(scene.order(scene.running()).telling(number -> raise(thrown)));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void predicateThatThrowsWithdrawsNothing(Throwable thrown) {
        assertStops(scene.order(scene.running()).unless(() -> raise(thrown)));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void callThatThrowsIsMadeAgain(Throwable thrown) {
        String id = scene.running();
        api.nextStop(() -> {
            raise(thrown);
            return Single.never();
        });
        assertStops(scene.order(id));
        assertThat(scene.stops(id)).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void callThatThrowsWhenSubscribedToIsMadeAgain(Throwable thrown) {
        String id = scene.running();
        api.nextStop(() -> Single.defer(() -> {
            raise(thrown);
            return Single.never();
        }));
        assertStops(scene.order(id));
    }

    @ParameterizedTest
    @MethodSource("thrown")
    void listenerThatThrowsKeepsNobodyFromBeingTold(Throwable thrown) {
        EgressUpdates updates = new EgressUpdates();
        updates.of("EG_1").subscribe(info -> raise(thrown), error -> raise(thrown));
        var other = updates.of("EG_1").test();
        updates.tell(EgressInfo.newBuilder().setEgressId("EG_1").build());
        other.assertValueCount(1);
    }

    @Test
    void callThatIsNeverAnsweredIsMadeAgain() {
        String id = scene.running();
        api.nextStop(Single::never);
        TestObserver<StopReceipt> stop = control.stop(scene.order(id)).test();
        scene.advance(50_000);
        assertThat(VirtualScene.receipt(stop))
                .isInstanceOfSatisfying(
                        Stopped.class,
                        stopped -> assertThat(stopped.tries().made()).isEqualTo(2));
    }

    @Test
    void answerOfNothingIsAFailure() {
        String id = scene.running();
        api.nextStop(() -> null);
        assertStops(scene.order(id));
    }

    @Test
    void schedulerThatRefusesIsReplaced() throws InterruptedException {
        ExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        executor.shutdownNow();
        List<Throwable> refusals = new ArrayList<>();
        RxJavaPlugins.setErrorHandler(refusals::add);
        try {
            CountDownLatch elapsed = new CountDownLatch(1);
            Delays.of(Duration.ofMillis(1), Schedulers.from(executor)).subscribe(elapsed::countDown);
            assertThat(elapsed.await(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            RxJavaPlugins.setErrorHandler(null);
        }
        assertThat(refusals).hasSize(1);
    }

    @Test
    void delayOfAgesElapsesLater() {
        TestObserver<Void> ages =
                Delays.of(Duration.ofSeconds(Long.MAX_VALUE), scene.time).test();
        scene.time.advanceTimeBy(365, TimeUnit.DAYS);
        ages.assertNotComplete();
    }

    @Test
    void serverThatIsSilentForGoodIsGivenUp() {
        String id = scene.running();
        for (int i = 0; i < 10; i++) {
            api.nextStop(Single::never);
        }
        TestObserver<StopReceipt> stop = control.stop(scene.order(id)).test();
        scene.advance(60_000);
        assertThat(VirtualScene.receipt(stop))
                .isInstanceOfSatisfying(
                        GaveUp.class,
                        gaveUp -> assertThat(gaveUp.tries().answered()).isZero());
    }

    /** A server whose next stops are answered by a test. */
    private static final class HostileApi implements ServerApi {
        private final ServerApi server;
        private final List<Supplier<Single<EgressInfo>>> nextStops = new ArrayList<>();

        HostileApi(ServerApi server) {
            this.server = server;
        }

        void nextStop(Supplier<Single<EgressInfo>> answer) {
            nextStops.add(answer);
        }

        @Override
        public Single<EgressInfo> stopEgress(String egressId) {
            return nextStops.isEmpty()
                    ? server.stopEgress(egressId)
                    : nextStops.remove(0).get();
        }

        @Override
        public Single<EgressInfo> startEgress(String room, EgressRequest request) {
            return server.startEgress(room, request);
        }

        @Override
        public Single<List<EgressInfo>> readEgress(String egressId) {
            return server.readEgress(egressId);
        }

        @Override
        public Single<List<EgressInfo>> activeEgress(String room) {
            return server.activeEgress(room);
        }

        @Override
        public Single<List<Room>> rooms(String name) {
            return server.rooms(name);
        }

        @Override
        public Single<List<ParticipantInfo>> participants(String room) {
            return server.participants(room);
        }
    }
}
