package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.Effect;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SuccessionTest {
    private static final GuardRules RULES =
            GuardRules.of(HostRule.anyPublisher()).withGrace(Duration.ofSeconds(3));
    private static final long T0 = 1_795_521_720_000L;
    private static final RoomParticipant HOST = RoomParticipant.of(
                    new ParticipantKey("host", "PA_1", T0 - 60_000), RoomParticipant.Kind.STANDARD)
            .withTracks(List.of("TR_1"));

    private record At(RoomEvent event, long millis) {}

    private static RoomEvent seen(Stage stage) {
        return new RoomEvent.EgressSeen(new EgressFacts("EG_1", stage, new EgressOwner.Host(), "", T0 - 30_000));
    }

    private static RoomEvent observed(Observation observation) {
        return new RoomEvent.Observed(observation);
    }

    private static Origin at(Source source, long millis) {
        return new Origin(source, RoomKey.named("room"), millis);
    }

    private static RoomEvent listed(long millis, List<RoomParticipant> all) {
        return observed(new Observation.Listed(at(Source.POLLING, millis), all));
    }

    private static RoomEvent left(long millis) {
        return observed(new Observation.Left(at(Source.WEBHOOK, millis), HOST, LeftReason.CLIENT_INITIATED));
    }

    private static RoomGuard told(RoomGuard guard, List<At> events) {
        RoomGuard told = guard;
        for (At one : events) {
            told = told.on(one.event(), one.millis()).next();
        }
        return told;
    }

    /** A room whose host is there and whose egress runs. */
    private static RoomGuard live() {
        return told(
                RoomGuard.of("room", RULES),
                List.of(
                        new At(seen(Stage.ACTIVE), T0 - 30_000),
                        new At(listed(T0 - 29_000, List.of(HOST)), T0 - 29_000)));
    }

    private static RoomGuard moved(RoomGuard guard) {
        return RoomGuard.fromBytes(guard.toBytes(), RULES);
    }

    private static List<At> random(Random random) {
        List<At> events = new ArrayList<>();
        long now = T0;
        for (int i = random.nextInt(8); i >= 0; i--) {
            now += random.nextInt(2_000);
            RoomEvent event = switch (random.nextInt(7)) {
                case 0 -> seen(Stage.ACTIVE);
                case 1 -> left(now);
                case 2 -> listed(now, List.of(HOST));
                case 3 -> listed(now, List.of());
                case 4 -> new RoomEvent.TimeCame();
                case 5 -> observed(new Observation.Joined(at(Source.WEBHOOK, now), HOST));
                default -> seen(random.nextBoolean() ? Stage.ENDING : Stage.OVER);
            };
            events.add(new At(event, now));
        }
        return events;
    }

    /** As above, but the successor begins with what was known of its predecessor a while before. */
    private static RoomGuard begin(RoomGuard known, RoomGuard predecessor, List<At> events) {
        Succession succession = new Succession(T0);
        RoomGuard guard = succession.begin(moved(known)).next();
        for (At one : events) {
            RoomGuard.Step step = guard.on(one.event(), one.millis());
            succession.told(one.event(), one.millis(), step.effects());
            guard = step.next();
        }
        long now = events.get(events.size() - 1).millis();
        return succession.resume(moved(predecessor), now).orElseThrow().next();
    }

    /** The successor: told some events before its predecessor is heard of, and the others after. */
    private static RoomGuard succeed(RoomGuard predecessor, List<At> events, int resumeAfter) {
        Succession succession = new Succession(T0);
        RoomGuard guard = RoomGuard.of("room", RULES);
        for (At one : events.subList(0, resumeAfter)) {
            RoomGuard.Step step = guard.on(one.event(), one.millis());
            succession.told(one.event(), one.millis(), step.effects());
            guard = step.next();
        }
        long now = resumeAfter == 0 ? T0 : events.get(resumeAfter - 1).millis();
        guard = succession.resume(moved(predecessor), now).orElseThrow().next();
        return told(guard, events.subList(resumeAfter, events.size()));
    }

    @Test
    void successorIsTheSameWheneverItHearsOfItsPredecessor() {
        for (int seed = 0; seed < 300; seed++) {
            List<At> events = random(new Random(seed));
            RoomGuard predecessor = seed % 2 == 0 ? live() : told(live(), List.of(new At(left(T0 - 500), T0 - 400)));
            byte[] expected = succeed(predecessor, events, 0).toBytes();
            for (int resumeAfter = 1; resumeAfter <= events.size(); resumeAfter++) {
                assertThat(succeed(predecessor, events, resumeAfter).toBytes())
                        .as("seed %s, after %s events", seed, resumeAfter)
                        .isEqualTo(expected);
            }
            assertThat(begin(live(), predecessor, events).toBytes())
                    .as("seed %s, with what was known", seed)
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatWasKnownIsEnoughForADropMeanwhile() {
        RoomGuard guard = new Succession(T0).begin(moved(live())).next();
        guard = guard.on(left(T0 - 4_000), T0 + 10).next();
        RoomGuard.Step read = guard.on(listed(T0 + 20, List.of()), T0 + 30);
        assertThat(read.effects()).contains(new Effect.WaitUntil(T0 + 3_010));
        assertThat(read.next().on(new RoomEvent.TimeCame(), T0 + 3_010).effects())
                .contains(new Effect.Stop("EG_1"));
    }

    @Test
    void gracePeriodGoesOn() {
        RoomGuard falling = told(live(), List.of(new At(left(T0 - 1_000), T0 - 1_000)));
        RoomGuard.Step step = new Succession(T0).resume(moved(falling), T0 + 10).orElseThrow();
        assertThat(step.effects()).contains(new Effect.Watch(), new Effect.Read());
        RoomGuard.Step read = step.next().on(listed(T0 + 20, List.of()), T0 + 30);
        assertThat(read.effects()).contains(new Effect.WaitUntil(T0 + 2_000));
        assertThat(read.next().on(new RoomEvent.TimeCame(), T0 + 2_000).effects())
                .contains(new Effect.Stop("EG_1"));
    }

    @Test
    void whatWasAskedForIsNotAskedForAgain() {
        Succession succession = new Succession(T0);
        RoomGuard.Step begun = RoomGuard.of("room", RULES).on(seen(Stage.ACTIVE), T0);
        succession.told(seen(Stage.ACTIVE), T0, begun.effects());
        assertThat(begun.effects()).contains(new Effect.Read());
        List<Effect> effects =
                succession.resume(moved(live()), T0 + 10).orElseThrow().effects();
        assertThat(effects).doesNotContain(new Effect.Read()).contains(new Effect.Watch());
    }

    @Test
    void secondPredecessorAndALateOneAreNotNeeded() {
        Succession succession = new Succession(T0);
        assertThat(succession.resume(moved(live()), T0)).isPresent();
        assertThat(succession.resume(moved(live()), T0)).isEqualTo(Optional.empty());
        assertThat(new Succession(T0).resume(moved(live()), T0 + Succession.WITHIN_MILLIS + 1))
                .isEmpty();
    }

    @Test
    void latestEventsAreKept() {
        Succession succession = new Succession(T0);
        RoomEvent blind = observed(new Observation.Blind(at(Source.POLLING, T0), "busy"));
        for (int i = 0; i < 10 * Succession.MOST_EVENTS; i++) {
            succession.told(blind, T0, List.of());
        }
        succession.told(seen(Stage.OVER), T0, List.of());
        assertThat(succession.resume(moved(live()), T0).orElseThrow().next().isGuarding())
                .isFalse();
    }
}
