package io.github.streamlifecycle.livekit.metrics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.schedulers.Schedulers;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GuardMetricsTest {
    private static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/x.mp4");

    private final TestScheduler time = new TestScheduler();
    private final Answers answers = new Answers();
    private final LiveKit livekit = LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
            .through(calls -> answers)
            .deliverOn(Schedulers.trampoline())
            .build();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GuardMetrics metrics = new GuardMetrics(livekit);
    private final PublishProcessor<Presence> host = PublishProcessor.create();

    @BeforeEach
    void bind() {
        metrics.bindTo(registry);
    }

    @AfterEach
    void close() {
        metrics.unbind();
        livekit.close();
    }

    private GuardedStream adopt() {
        GuardedStream stream = livekit.guard("room", host).scheduler(time).adopt("EG_adopted");
        host.onNext(Presence.UP);
        return stream;
    }

    private static LiveKit another() {
        return LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
                .dryRun()
                .build();
    }

    private double stops(String receipt, String cause) {
        return registry.get("livekit.guard.stops")
                .tags("receipt", receipt, "cause", cause)
                .counter()
                .count();
    }

    private double stops() {
        return registry.get("livekit.guard.stops").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private long timed() {
        return registry.get("livekit.guard.drop.to.stop").timer().count();
    }

    private double streams() {
        return registry.get("livekit.guard.streams").gauge().value();
    }

    @Test
    void everyCounterIsThereFromTheBeginning() {
        assertThat(registry.get("livekit.guard.stops").counters()).hasSize(24);
        assertThat(stops()).isZero();
        assertThat(timed()).isZero();
        assertThat(streams()).isZero();
    }

    @Test
    void stopForADropIsCountedAndTimedFromWhenTheHostWasLastUp() {
        adopt();
        assertThat(streams()).isEqualTo(1);
        host.onNext(Presence.SUSPECT);
        time.advanceTimeBy(3, TimeUnit.SECONDS);
        host.onNext(Presence.DOWN);
        assertThat(stops("stopped", "host_drop")).isEqualTo(1);
        assertThat(timed()).isEqualTo(1);
        assertThat(registry.get("livekit.guard.drop.to.stop").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(3);
        assertThat(streams()).isZero();
    }

    @Test
    void stopOfTheUserIsNotTimed() {
        adopt().stop();
        assertThat(stops("stopped", "user")).isEqualTo(1);
        assertThat(timed()).isZero();
    }

    @Test
    void egressThatWasOverIsTimedToo() {
        adopt();
        answers.toStop(LiveKitException.of(404, "not_found", "scripted"));
        host.onNext(Presence.DOWN);
        assertThat(stops("already_ended", "host_drop")).isEqualTo(1);
        assertThat(timed()).isEqualTo(1);
    }

    @Test
    void refusedStopIsCountedAsGivenUp() {
        adopt();
        answers.toStop(LiveKitException.of(401, "unauthenticated", "scripted"));
        host.onNext(Presence.DOWN);
        assertThat(stops("gave_up", "host_drop")).isEqualTo(1);
        assertThat(timed()).isZero();
    }

    @Test
    void hostWhoReturnsIsCounted() {
        adopt();
        answers.toStop(LiveKitException.of(408, "deadline_exceeded", "scripted"));
        host.onNext(Presence.DOWN);
        host.onNext(Presence.UP);
        time.advanceTimeBy(2, TimeUnit.SECONDS);
        assertThat(stops("host_returned", "host_drop")).isEqualTo(1);
        assertThat(timed()).isZero();
        assertThat(streams()).isEqualTo(1);
    }

    @Test
    void deadRecordIsCounted() {
        adopt();
        answers.toStop(LiveKitException.of(408, "deadline_exceeded", "scripted"));
        host.onNext(Presence.DOWN);
        time.advanceTimeBy(30, TimeUnit.SECONDS);
        assertThat(stops("dead_record", "host_drop")).isEqualTo(1);
    }

    @Test
    void stopBeforeTheStartWasSentIsCounted() {
        answers.holdsLists();
        livekit.guard("room", host).scheduler(time).start(FILE).stop();
        answers.answersLists();
        assertThat(stops("not_started", "user")).isEqualTo(1);
    }

    @Test
    void startThatTakesTooLongIsCountedByTheLimit() {
        answers.toRead(EgressStatus.EGRESS_STARTING);
        livekit.guard("room", host)
                .scheduler(time)
                .startLimit(Duration.ofSeconds(10))
                .start(FILE);
        time.advanceTimeBy(15, TimeUnit.SECONDS);
        assertThat(stops("stopped", "start_limit")).isEqualTo(1);
    }

    @Test
    void everyReceiptHasACounter() {
        assertThat(StopReceipt.class.getPermittedSubclasses()).hasSize(6);
    }

    @Test
    void closedMetricsCountNoMoreAndLeaveNoGauge() {
        adopt();
        metrics.unbind();
        host.onNext(Presence.DOWN);
        assertThat(stops()).isZero();
        assertThat(registry.find("livekit.guard.streams").gauge()).isNull();
    }

    @Test
    void twoServersAreToldApartByTags() {
        new GuardMetrics(another(), List.of(Tag.of("server", "shadow"))).bindTo(registry);
        adopt();
        assertThat(registry.get("livekit.guard.streams")
                        .tag("server", "shadow")
                        .gauge()
                        .value())
                .isZero();
    }

    @Test
    void oneServerCanBeBoundToSeveralRegistries() {
        SimpleMeterRegistry second = new SimpleMeterRegistry();
        metrics.bindTo(second);
        adopt().stop();
        assertThat(stops("stopped", "user")).isEqualTo(1);
        assertThat(second.get("livekit.guard.stops")
                        .tags("receipt", "stopped", "cause", "user")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void serversWithoutTagsShareTheirMeters() {
        LiveKit other = another();
        GuardMetrics others = new GuardMetrics(other);
        others.bindTo(registry);
        adopt();
        other.guard("room", host).scheduler(time).adopt("EG_1");
        assertThat(streams()).isEqualTo(2);
        others.unbind();
        assertThat(streams()).isEqualTo(1);
        metrics.unbind();
        assertThat(registry.find("livekit.guard.streams").gauge()).isNull();
    }

    @Test
    void serverThatIsBoundTwiceIsCountedOnce() {
        GuardMetrics again = new GuardMetrics(livekit);
        again.bindTo(registry);
        adopt().stop();
        assertThat(stops("stopped", "user")).isEqualTo(1);
        again.unbind();
        adopt().stop();
        assertThat(stops("stopped", "user")).isEqualTo(2);
    }

    @Test
    void stopsOfAShutdownAreCounted() {
        assertThat(metrics).isNotInstanceOf(AutoCloseable.class);
        adopt();
        assertThat(livekit.stopAll(Duration.ofMinutes(1))).isEmpty();
        livekit.close();
        assertThat(stops("stopped", "user")).isEqualTo(1);
    }

    @Test
    void egressThatMayStillRunIsCounted() {
        adopt();
        answers.toStop(LiveKitException.of(401, "unauthenticated", "scripted"));
        host.onNext(Presence.DOWN);
        assertThat(registry.get("livekit.guard.unconfirmed").counter().count()).isEqualTo(1);
    }

    @Test
    void overloadsNewerThanMicrometerTenAreNotCalled() {
        noClasses()
                .should()
                .callMethod(MeterRegistry.class, "counter", String.class, Tags.class)
                .orShould()
                .callMethod(MeterRegistry.class, "timer", String.class, Tags.class)
                .check(new ClassFileImporter().importPackagesOf(GuardMetrics.class));
    }

    /** A server without one. */
    private static final class Answers implements ServerApi {
        private final PublishProcessor<List<EgressInfo>> lists = PublishProcessor.create();
        private Single<List<EgressInfo>> active = Single.just(List.of());
        private Single<EgressInfo> stopped = Single.just(info("EG_adopted", EgressStatus.EGRESS_COMPLETE));
        private EgressStatus read = EgressStatus.EGRESS_ACTIVE;

        void toStop(LiveKitException error) {
            stopped = Single.error(error);
        }

        void toRead(EgressStatus status) {
            read = status;
        }

        void holdsLists() {
            active = lists.firstOrError();
        }

        void answersLists() {
            lists.onNext(List.of());
        }

        private static EgressInfo info(String egressId, EgressStatus status) {
            return EgressInfo.newBuilder()
                    .setEgressId(egressId)
                    .setRoomName("room")
                    .setStatus(status)
                    .build();
        }

        @Override
        public Single<EgressInfo> startEgress(String room, EgressRequest request) {
            return Single.just(info("EG_started", EgressStatus.EGRESS_STARTING));
        }

        @Override
        public Single<EgressInfo> stopEgress(String egressId) {
            return stopped.map(answer -> info(egressId, answer.getStatus()));
        }

        @Override
        public Single<List<EgressInfo>> readEgress(String egressId) {
            return Single.fromSupplier(() -> List.of(info(egressId, read)));
        }

        @Override
        public Single<List<EgressInfo>> activeEgress(String room) {
            return active;
        }

        @Override
        public Single<List<Room>> rooms(String name) {
            return Single.just(List.of());
        }

        @Override
        public Single<List<ParticipantInfo>> participants(String room) {
            return Single.just(List.of());
        }
    }
}
