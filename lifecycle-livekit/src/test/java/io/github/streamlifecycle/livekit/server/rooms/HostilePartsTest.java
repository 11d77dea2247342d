package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.WebEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import org.junit.jupiter.api.Test;

/** Rules, stores, watches, schedulers and servers that break their contracts cost neither a stop nor another room. */
class HostilePartsTest {
    private static final Duration ENDLESS = Duration.ofSeconds(Long.MAX_VALUE);

    @Test
    void receiptIsTakenBehindAFloodOfEvents() {
        TestScheduler time = new TestScheduler();
        RoomRunner runner = runner(time, writer(GuardStore.inMemory(), time), retired -> {});
        for (int i = 0; i < RoomRunner.MOST_WAITING; i++) {
            runner.offer(flood());
        }
        assertThat(runner.offer(flood())).isEqualTo(RoomRunner.Taken.FULL);
        StopReceipt failed = new StopReceipt.GaveUp(
                "EG_room", LiveKitException.of(503, "unavailable", "test"), Tries.NONE, Duration.ZERO);
        assertThat(runner.offer(new RoomEvent.StopEnded("EG_room", failed))).isEqualTo(RoomRunner.Taken.YES);
        assertThat(runner.offer(new RoomEvent.TimeCame())).isEqualTo(RoomRunner.Taken.YES);
    }

    private static RoomEvent flood() {
        Observation.Origin origin = new Observation.Origin(Source.WEBHOOK, RoomKey.named("room"), VirtualRooms.EPOCH);
        return new RoomEvent.Observed(new Observation.RoomStarted(origin));
    }

    private static StoreWriter writer(GuardStore store, Scheduler time) {
        return new StoreWriter(store, time, () -> {});
    }

    private static RoomRunner runner(Scheduler time, StoreWriter writer, Consumer<RoomRunner> retired) {
        SteadyClock clock = new SteadyClock(time, () -> Instant.ofEpochMilli(VirtualRooms.EPOCH));
        RoomServer server = new Backend(plan -> plan).roomServer().on(time);
        EffectParts parts = new EffectParts(
                server,
                new DecidedStops(server.stops(), time),
                clock,
                new PollPace(Duration.ofSeconds(5), time, Math::random),
                Optional.empty(),
                new HealthCounts(clock),
                event -> {},
                () -> false);
        GuardRules rules = GuardRules.of(HostRule.anyPublisher());
        RoomWork work = new RoomWork(rules, parts, room -> List.of(), () -> {
            throw new IllegalStateException("nobody sweeps");
        });
        return new RoomRunner(RoomGuard.of("room", rules), work, new RoomRunner.Kept(writer, time, retired));
    }

    @Test
    void webRuleThatReturnsNullHurtsNobody() {
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        EgressInfo web = server.runs("", "EG_web").toBuilder()
                .setWeb(WebEgressRequest.newBuilder().setUrl("https://example.com"))
                .build();
        server.egress.put("EG_web", web);
        server.runs("room", "EG_orphan");
        Backend backend = new Backend(server, plan -> plan.webEgressOf(info -> nothing()));
        backend.advance(120_000);
        assertThat(server.stops).containsExactly("EG_orphan");
    }

    @SuppressWarnings({"NullAway", "OptionalAssignedToNull", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }

    @Test
    void listAnsweredAtOnceIsFollowedByOthers() {
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        server.listTakesMillis = 0;
        Backend backend = new Backend(server, plan -> plan);
        backend.advance(600_000);
        assertThat(server.sweeps).isGreaterThan(10);
    }

    @Test
    void endlessPausesAreTaken() {
        assertThat(new PollPace(ENDLESS, new TestScheduler(), Math::random).jittered(ENDLESS))
                .isGreaterThan(Duration.ofDays(10_000));
    }

    @Test
    void failedReadIsTriedAgainHoweverRarePollsAre() {
        Duration never = Duration.ofDays(10_000);
        Backend backend = new Backend(plan -> plan.pollEvery(never).sweepEvery(never));
        ParticipantInfo host = backend.server.join("room", "host", true);
        backend.advance(5_000);
        backend.server.reachable = false;
        backend.egressWebhook(backend.guards, backend.server.runs("room", "EG_room"));
        backend.webhook("participant_joined", "room", host);
        backend.advance(10_000);
        backend.server.reachable = true;
        backend.advance(60_000);
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        backend.advance(60_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
    }

    @Test
    void watchWithoutItsLibraryIsTriedAgain() {
        GuardStore store = GuardStore.inMemory();
        AtomicInteger tries = new AtomicInteger();
        Backend backend = new Backend(plan -> plan.store(store).watch(target -> {
            tries.incrementAndGet();
            throw new NoClassDefFoundError("test");
        }));
        backend.egressWebhook(backend.guards, backend.server.runs("room", "EG_room"));
        assertThat(store.loadAll()).containsOnlyKeys("room");
        backend.advance(60_000);
        assertThat(tries).hasValueGreaterThan(1);
    }

    @Test
    void schedulerThatRefusesOnceDoesNotSilenceARoom() {
        AtomicBoolean refuses = new AtomicBoolean();
        VirtualRooms server = new VirtualRooms(new TestScheduler());
        Backend backend = new Backend(server, plan -> plan.scheduler(refusing(server.time, refuses)));
        backend.live("room");
        refuses.set(true);
        backend.webhook("participant_left", "room", server.leave("room", "host"));
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            backend.advance(1_000);
            return server.stops.contains("EG_room");
        });
    }

    @Test
    void threadThatCannotBeMadeDoesNotSilenceARoom() {
        TestScheduler time = new TestScheduler();
        GuardStore store = GuardStore.inMemory();
        AtomicBoolean refuses = new AtomicBoolean(true);
        RoomRunner runner = runner(refusing(time, refuses), writer(store, time), retired -> {});
        EgressFacts egress = new EgressFacts("EG_room", EgressFacts.Stage.ACTIVE, new EgressOwner.Host(), "RM_room", 1);
        assertThat(runner.offer(new RoomEvent.EgressSeen(egress))).isEqualTo(RoomRunner.Taken.YES);
        runner.offer(new RoomEvent.TimeCame());
        time.triggerActions();
        assertThat(runner.guard().isGuarding()).isTrue();
    }

    @Test
    void watchThatCannotBeLeftKeepsNothingFromBeingStored() {
        GuardStore store = GuardStore.inMemory();
        Flowable<Observation> stubborn = Flowable.<Observation>never().doOnCancel(() -> {
            throw new NoClassDefFoundError("test");
        });
        Backend backend = new Backend(plan -> plan.store(store).watch(target -> stubborn));
        backend.live("room");
        byte[] running = store.loadAll().get("room");
        backend.egressWebhook(backend.guards, backend.server.turn("EG_room", EgressStatus.EGRESS_COMPLETE));
        assertThat(store.loadAll().get("room")).isNotEqualTo(running);
    }

    @Test
    void watchThatCannotBeLeftDoesNotKeepOthersFromClosing() {
        AtomicInteger left = new AtomicInteger();
        Flowable<Observation> stubborn = Flowable.<Observation>never().doOnCancel(() -> {
            left.incrementAndGet();
            throw new NoClassDefFoundError("test");
        });
        Backend backend = new Backend(plan -> plan.watch(target -> stubborn));
        TestSubscriber<RoomGuardEvent> events = backend.guards.events().test();
        backend.live("room");
        backend.live("other");
        backend.guards.close(Duration.ofSeconds(1));
        assertThat(left).hasValue(2);
        events.assertComplete();
    }

    @Test
    void webhookOfAShellThatThrowsIsTakenWhenSentAgain() {
        AtomicInteger offers = new AtomicInteger();
        Backend backend = new Backend(plan -> plan.shell(work -> shell(() -> {
            if (offers.incrementAndGet() == 1) {
                throw new IllegalStateException("test");
            }
            return true;
        })));
        byte[] body = """
                {"event":"egress_started","id":"EV_once","egressInfo":{"egressId":"EG_room","roomName":"room"}}\
                """.getBytes(StandardCharsets.UTF_8);
        String signature = Signed.webhook(body, Instant.ofEpochMilli(backend.server.now()));
        assertThat(backend.guards.webhook(body, signature)).isEqualTo(503);
        assertThat(backend.guards.webhook(body, signature)).isEqualTo(200);
        assertThat(offers).hasValue(2);
    }

    private static RoomShell shell(BooleanSupplier offer) {
        return (RoomShell) Proxy.newProxyInstance(
                RoomShell.class.getClassLoader(),
                new Class<?>[] {RoomShell.class},
                (self, method, args) -> switch (method.getName()) {
                    case "offer" -> offer.getAsBoolean();
                    case "rooms", "guards" -> List.of();
                    case "idle" -> Completable.complete();
                    default -> null;
                });
    }

    /** Refuses one task. */
    private static Scheduler refusing(TestScheduler time, AtomicBoolean refuses) {
        return new Scheduler() {
            @Override
            public Disposable scheduleDirect(Runnable task, long delay, TimeUnit unit) {
                if (refuses.getAndSet(false)) {
                    throw new RejectedExecutionException("test");
                }
                return time.scheduleDirect(task, delay, unit);
            }

            @Override
            public long now(TimeUnit unit) {
                return time.now(unit);
            }

            @Override
            public Worker createWorker() {
                return time.createWorker();
            }
        };
    }

    @Test
    void closeWaitsUntilReceiptsAreStored() throws InterruptedException {
        AtomicReference<Thread> closer = new AtomicReference<>();
        AtomicBoolean late = new AtomicBoolean();
        GuardStore slow = new GuardStore() {
            @Override
            public Map<String, byte[]> loadAll() {
                return Map.of();
            }

            @Override
            public void put(String room, byte[] guard) {
                Thread closing = closer.get();
                if (closing != null) {
                    late.compareAndSet(false, returns(closing));
                }
            }

            @Override
            public void remove(String room) {}
        };
        Backend backend = new Backend(plan -> plan.store(slow).grace(Duration.ZERO));
        backend.live("room");
        backend.webhook("participant_left", "room", backend.server.leave("room", "host"));
        closer.set(new Thread(() -> backend.guards.close(Duration.ofSeconds(60))));
        closer.get().start();
        await().atMost(Duration.ofSeconds(60)).until(() -> closer.get().getState() == Thread.State.TIMED_WAITING);
        backend.advance(10_000);
        closer.get().join(60_000);
        assertThat(closer.get().isAlive()).isFalse();
        assertThat(late).isFalse();
    }

    /** Whether a thread returns although it is waited for. */
    private static boolean returns(Thread thread) {
        try {
            thread.join(300);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void storeThatReturnsNothingKeepsNobodyFromBeingGuarded() {
        GuardStore lying = new GuardStore() {
            @Override
            public Map<String, byte[]> loadAll() {
                return nothing();
            }

            @Override
            public void put(String room, byte[] guard) {}

            @Override
            public void remove(String room) {}
        };
        Backend backend = new Backend(plan -> plan.store(lying));
        backend.live("room");
        backend.server.leave("room", "host");
        backend.advance(60_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
    }

    @Test
    void guardThatComesAfterAForgottenOneStaysStored() {
        TestScheduler time = new TestScheduler();
        GuardStore store = GuardStore.inMemory();
        StoreWriter writer = writer(store, time);
        Consumer<RoomRunner> nextRunner = retired -> writer.put("room", () -> new byte[] {1}); // at once
        RoomRunner runner = runner(time, writer, nextRunner);
        runner.offer(new RoomEvent.TimeCame());
        time.triggerActions();
        assertThat(store.loadAll()).containsOnlyKeys("room");
    }

    @Test
    void hostListedAsDisconnectedIsNotThere() {
        Backend backend = new Backend(plan -> plan);
        ParticipantInfo host = backend.live("room");
        backend.server
                .rooms
                .get("room")
                .put(
                        "host",
                        host.toBuilder()
                                .setState(ParticipantInfo.State.DISCONNECTED)
                                .build());
        backend.advance(60_000);
        assertThat(backend.server.stops).containsExactly("EG_room");
    }
}
