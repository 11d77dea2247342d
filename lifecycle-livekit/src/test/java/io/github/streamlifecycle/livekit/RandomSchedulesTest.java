package io.github.streamlifecycle.livekit;

import static io.github.streamlifecycle.livekit.VirtualScene.FILE;
import static io.github.streamlifecycle.livekit.VirtualScene.ROOM;
import static io.github.streamlifecycle.livekit.VirtualScene.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.events.StreamEvent.HostChanged;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopEnded;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopRequested;
import io.github.streamlifecycle.livekit.events.StreamEvent.StopSent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The promises in seeded random schedules of host, user, network and server. */
@Tag("P1")
@Tag("P2")
@Tag("P4")
@Tag("P6")
class RandomSchedulesTest {
    private static final int SCHEDULES = Integer.getInteger("schedules", 2_000);
    private static final List<String> CALLS = List.of(
            "StopEgress", "StopEgress", "StopEgress", "StartEgress", "ReadEgress", "ActiveEgress", "Participants");

    @Test
    void promisesHoldInAnySchedule() {
        for (long seed = 0; seed < SCHEDULES; seed++) {
            Schedule schedule = new Schedule(new Random(seed * 7_919));
            schedule.play();
            schedule.assertPromises("seed " + seed);
        }
    }

    /** One stream's life: up to 90 seconds in which anything may happen, then time for all to end. */
    private static final class Schedule {
        private static final int LONGEST_LIFE = 90_000;

        private final Random random;
        private final VirtualScene scene = new VirtualScene();
        private final GuardedStream stream;
        /** Nothing is excused after a stop that was given up. */
        private final boolean persistent;

        private boolean userStopped;
        /** A worker that dies while its egress is STARTING is stopped again for ever. */
        private boolean died;

        /** The egress that ran before the start; empty if none did. */
        private String before = "";

        Schedule(Random random) {
            this.random = random;
            if (random.nextInt(4) == 0) {
                before = scene.server.runs(ROOM, FILE).info().getEgressId();
                scene.advance(random.nextInt(8_000));
            }
            if (random.nextInt(20) == 0) {
                scene.server.pace = scene.server.pace.liveAfter(Duration.ofMinutes(10));
            }
            for (int i = random.nextInt(5); i > 0; i--) {
                scene.server.script(CALLS.get(random.nextInt(CALLS.size())), fault());
            }
            persistent = random.nextBoolean();
            GuardPlan plan = scene.plan().grace(Duration.ofSeconds(random.nextInt(3)));
            stream = (persistent ? plan.untilConfirmed() : plan).start(FILE);
        }

        private VirtualFault fault() {
            VirtualFault fault = switch (random.nextInt(6)) {
                case 0 -> VirtualFault.timedOut();
                case 1 -> VirtualFault.answered(409, "already_exists");
                case 2 -> VirtualFault.answered(503, "unavailable").after(millis(5_000));
                case 3 -> VirtualFault.answered(500, "unknown").after(millis(9_000));
                default -> VirtualFault.cut().after(millis(10_000));
            };
            return switch (random.nextInt(3)) {
                case 0 -> fault.thoughDone();
                case 1 -> fault.thoughDoneAfter(millis(8_000));
                default -> fault;
            };
        }

        private Duration millis(int bound) {
            return Duration.ofMillis(1 + random.nextInt(bound));
        }

        void play() {
            int life = random.nextInt(LONGEST_LIFE);
            for (int lived = 0; lived < life; ) {
                int pause = random.nextInt(random.nextBoolean() ? 300 : 8_000);
                scene.advance(pause);
                lived += pause;
                happen();
            }
            fall();
            scene.server.networkBack();
            scene.advance(persistent ? 900_000 : 300_000);
        }

        /** A feed may stay open, with a suspicion that lasts. */
        private void fall() {
            switch (random.nextInt(3)) {
                case 0 -> scene.host.onComplete();
                case 1 -> scene.host.onNext(Presence.DOWN);
                default -> scene.host.onNext(Presence.SUSPECT);
            }
        }

        private void happen() {
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> scene.host.onNext(Presence.UP);
                case 4, 5 -> scene.host.onNext(Presence.SUSPECT);
                case 6, 7 -> scene.host.onNext(Presence.DOWN);
                case 8 -> {
                    scene.server.networkGone();
                    scene.time.scheduleDirect(scene.server::networkBack, random.nextInt(45_000), TimeUnit.MILLISECONDS);
                }
                case 9 -> scene.server.networkBack();
                case 10, 11 -> scene.server.script("StopEgress", fault());
                case 12 -> tellOrEnd();
                default -> {
                    if (random.nextInt(4) == 0) {
                        userStopped = true;
                        stream.stop();
                    }
                }
            }
        }

        private void tellOrEnd() {
            VirtualEgress any = scene.server.all().stream().findAny().orElse(null);
            if (any == null) {
                return;
            }
            switch (random.nextInt(8)) {
                case 0 -> any.end(EgressStatus.EGRESS_FAILED);
                case 1 -> any.beginToEnd();
                case 2 -> {
                    died = true;
                    any.die();
                }
                default -> scene.webhook(any.info());
            }
        }

        void assertPromises(String seed) {
            int outcomes = stream.outcome().test().values().size();
            List<StreamEvent> told = events(stream, StreamEvent.class);
            if (outcomes == 0 && persistent && died && told.stream().anyMatch(StopRequested.class::isInstance)) {
                assertThat(told).as(seed).anyMatch(StreamEvent.MayStillRun.class::isInstance);
                return;
            }
            if (outcomes == 0) {
                assertMayGoOn(told, seed);
            } else {
                assertThat(scene.livekit.guardedStreams()).as(seed).isZero();
                assertEndedAsSaid(stream.outcome().blockingGet(), seed);
            }
            assertThat(scene.server.running()).as(seed).allMatch(info -> mayRun(info.getEgressId(), told));
            assertThat(scene.server.calls("StartEgress")).as(seed).hasSizeLessThanOrEqualTo(1);
            assertNoStopBeforeTheHostWasUp(told, seed);
            assertNothingOfOursAfterTheUsersStop(told, seed);
        }

        /**
         * Checks a stream without an outcome after the end of its feed: its host was never up, and its egress still
         * runs.
         */
        private void assertMayGoOn(List<StreamEvent> told, String seed) {
            assertThat(told).as(seed).doesNotContain(new HostChanged(Presence.UP));
            if (scene.host.hasComplete()) {
                assertThat(told).as(seed).contains(new StreamEvent.Unguarded());
            }
            assertThat(userStopped).as(seed).isFalse();
        }

        private void assertEndedAsSaid(Outcome outcome, String seed) {
            StopReceipt receipt = null;
            if (outcome instanceof Outcome.HostDropped dropped) {
                receipt = dropped.receipt();
            } else if (outcome instanceof Outcome.UserStopped stopped) {
                receipt = stopped.receipt();
            } else if (outcome instanceof Outcome.NeverLive never) {
                receipt = never.receipt();
            }
            String id = "";
            if (receipt instanceof StopReceipt.Stopped stopped) {
                id = stopped.id();
            } else if (receipt instanceof StopReceipt.AlreadyEnded ended) {
                id = ended.id();
            } else if (outcome instanceof Outcome.EgressEnded ended) {
                id = ended.egressId();
            }
            assertThat(receipt instanceof StopReceipt.HostReturned).as(seed).isFalse();
            if (!id.isEmpty()) {
                assertThat(scene.server.egress(id).isRunning())
                        .as(seed + ": " + outcome)
                        .isFalse();
            }
        }

        /**
         * Returns whether an egress may run in the end: only if an event said that it was given up, is dead, or was
         * never guarded.
         */
        private boolean mayRun(String id, List<StreamEvent> told) {
            return id.equals(before)
                    || (!told.contains(new HostChanged(Presence.UP)) && !userStopped)
                    || told.stream()
                            .anyMatch(event -> event instanceof StopEnded ended
                                    && ((!persistent && ended.receipt() instanceof StopReceipt.GaveUp)
                                            || ended.receipt() instanceof StopReceipt.DeadRecord));
        }

        private static void assertNoStopBeforeTheHostWasUp(List<StreamEvent> told, String seed) {
            int up = told.indexOf(new HostChanged(Presence.UP));
            int drop = told.indexOf(new StopRequested(StopCause.HOST_DROP));
            if (drop >= 0) {
                assertThat(up).as(seed).isBetween(0, drop);
            }
            long requested =
                    told.stream().filter(StopRequested.class::isInstance).count();
            if (requested == 0) {
                assertThat(told).as(seed).noneMatch(StopSent.class::isInstance);
            }
        }

        /**
         * Checks that after the user's stop there is only that one, or the one it joined, and that each request of a
         * stop has one end.
         */
        private static void assertNothingOfOursAfterTheUsersStop(List<StreamEvent> told, String seed) {
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
