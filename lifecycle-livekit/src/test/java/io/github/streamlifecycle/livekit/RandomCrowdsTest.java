package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.events.StreamEvent.HostChanged;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopEnded;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopRequested;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Several rooms of one server, several guards of one egress, users who stop, and hosts whose feeds stay open: in seeded
 * random schedules, an egress runs in the end if and only if nobody who could have it stopped wants that.
 */
@Tag("P1")
@Tag("P4")
@Tag("P6")
class RandomCrowdsTest {
    private static final int SCHEDULES = Integer.getInteger("schedules", 2_000);
    private static final List<String> ROOMS = List.of("red", "green", "blue");

    @Test
    void everyEgressRunsOrIsStoppedAsItsGuardsWant() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Crowd crowd = new Crowd(new Random(seed * 104_729 + 1));
            crowd.play();
            crowd.assertPromises("seed " + seed);
        }
    }

    /** One guard and its host. */
    private static final class Guard {
        private final PublishProcessor<Presence> host;
        private final GuardedStream stream;
        private Presence level = Presence.DOWN;
        private boolean userStopped;

        Guard(PublishProcessor<Presence> host, GuardedStream stream) {
            this.host = host;
            this.stream = stream;
        }

        void report(Presence next) {
            if (!host.hasComplete()) {
                level = next;
                host.onNext(next);
            }
        }

        void endFeed() {
            level = Presence.DOWN;
            host.onComplete();
        }

        void stop() {
            userStopped = true;
            stream.stop();
        }

        List<StreamEvent> told() {
            return events(stream, StreamEvent.class);
        }

        boolean wantsTheStop() {
            boolean wasUp = told().contains(new HostChanged(Presence.UP));
            return userStopped || (wasUp && level != Presence.UP);
        }
    }

    private static final class Crowd {
        private static final int LONGEST_LIFE = 90_000;

        private final Random random;
        private final VirtualScene scene = new VirtualScene();
        private final List<Guard> guards = new ArrayList<>();

        Crowd(Random random) {
            this.random = random;
            for (int room = 0; room <= random.nextInt(ROOMS.size()); room++) {
                scene.server.open(ROOMS.get(room), "RM_" + room);
                guard(ROOMS.get(room), "");
            }
        }

        /** Starts an egress, or guards one that runs already. */
        private void guard(String room, String egressId) {
            PublishProcessor<Presence> host = PublishProcessor.create();
            GuardPlan plan = scene.livekit
                    .guard(room, host)
                    .scheduler(scene.time)
                    .grace(Duration.ofSeconds(random.nextInt(4)))
                    .stopDeadline(Duration.ofSeconds(5 + random.nextInt(60)))
                    .untilConfirmed();
            guards.add(new Guard(host, egressId.isEmpty() ? plan.start(FILE) : plan.adopt(egressId)));
        }

        void play() {
            int life = random.nextInt(LONGEST_LIFE);
            for (int lived = 0; lived < life; ) {
                int pause = random.nextInt(random.nextBoolean() ? 300 : 6_000);
                scene.advance(pause);
                lived += pause;
                happen();
            }
            for (Guard guard : guards) {
                end(guard);
            }
            scene.server.networkBack();
            scene.advance(900_000);
        }

        private Guard any() {
            return guards.get(random.nextInt(guards.size()));
        }

        private void happen() {
            switch (random.nextInt(18)) {
                case 0, 1, 2, 3, 4 -> any().report(Presence.UP);
                case 5, 6, 7 -> any().report(Presence.SUSPECT);
                case 8, 9 -> any().report(Presence.DOWN);
                case 10, 11 -> scene.server.script("StopEgress", fault());
                case 12 -> scene.server.script("ReadEgress", fault());
                case 13 -> {
                    scene.server.networkGone();
                    scene.time.scheduleDirect(scene.server::networkBack, random.nextInt(45_000), TimeUnit.MILLISECONDS);
                }
                case 14, 15 -> adoptAny();
                case 16 -> tellAny();
                default -> rarely();
            }
        }

        private void rarely() {
            switch (random.nextInt(6)) {
                case 0, 1 -> any().stop();
                case 2 -> any().endFeed();
                case 3 -> guard(any().stream.room(), "");
                default -> {}
            }
        }

        private void adoptAny() {
            Guard known = any();
            known.stream.egressId().ifPresent(id -> guard(known.stream.room(), id));
        }

        private void tellAny() {
            any().stream.egressId().map(scene.server::egress).ifPresent(egress -> {
                if (random.nextInt(6) == 0) {
                    egress.end(EgressStatus.EGRESS_FAILED);
                }
                scene.webhook(egress.info());
            });
        }

        private VirtualFault fault() {
            VirtualFault fault = switch (random.nextInt(5)) {
                case 0 -> VirtualFault.answered(500, "internal");
                case 1 -> VirtualFault.answered(503, "unavailable");
                case 2 -> VirtualFault.answered(429, "resource_exhausted");
                case 3 -> VirtualFault.answered(401, "unauthenticated");
                default -> VirtualFault.cut();
            };
            Duration after = Duration.ofMillis(1 + random.nextInt(9_000));
            return random.nextInt(3) == 0 ? fault.after(after).thoughDone() : fault.after(after);
        }

        /** Most feeds stay open, with the host in any state. */
        private void end(Guard guard) {
            switch (random.nextInt(6)) {
                case 0, 1 -> guard.report(Presence.UP);
                case 2 -> guard.report(Presence.SUSPECT);
                case 3 -> guard.report(Presence.DOWN);
                case 4 -> guard.endFeed();
                default -> {}
            }
        }

        void assertPromises(String seed) {
            for (Guard guard : guards) {
                List<StreamEvent> told = guard.told();
                boolean ended = guard.stream.outcome().test().values().size() == 1;
                boolean runs = guard.stream
                        .egressId()
                        .filter(id -> scene.server.egress(id).isRunning())
                        .isPresent();
                assertThat(ended).as(() -> seed + ": " + guard.stream + told).isNotEqualTo(runs);
                if (guard.wantsTheStop()) {
                    assertThat(runs).as(() -> seed + ": " + guard.stream + told).isFalse();
                }
                assertToldInOrder(told, seed);
                assertThat(guard.stream.outcome().test().values())
                        .as(seed)
                        .noneMatch(outcome -> outcome instanceof Outcome.HostDropped dropped
                                && dropped.receipt() instanceof HostReturned);
            }
            assertThat(scene.livekit.guardedStreams()).as(seed).isEqualTo((int)
                    guards.stream().filter(guard -> guard.stream.isLive()).count());
        }

        private void assertToldInOrder(List<StreamEvent> told, String seed) {
            int up = told.indexOf(new HostChanged(Presence.UP));
            int drop = told.indexOf(new StopRequested(StopCause.HOST_DROP));
            if (drop >= 0) {
                assertThat(up).as(seed).isBetween(0, drop);
            }
            int user = told.indexOf(new StopRequested(StopCause.USER));
            if (user >= 0) {
                assertThat(told.subList(user + 1, told.size())).as(seed).noneMatch(StopRequested.class::isInstance);
            }
            assertThat(told.stream().filter(StopEnded.class::isInstance))
                    .as(seed)
                    .hasSameSizeAs(told.stream()
                            .filter(StopRequested.class::isInstance)
                            .toList());
        }
    }
}
