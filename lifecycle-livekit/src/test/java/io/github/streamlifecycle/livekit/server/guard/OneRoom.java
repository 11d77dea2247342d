package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Kind;
import io.github.streamlifecycle.livekit.room.RoomParticipant.Trait;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitEgress.EgressStatus;

/** A guard in a test, with the time, the timer and all that it asked for. */
final class OneRoom {
    static final String ROOM = "room";
    static final long BEGAN = 1_800_000_000_000L;
    static final String EGRESS = "EG_1";

    private final GuardRules rules;
    RoomGuard guard;
    long now = BEGAN;
    long timer;
    final List<Effect> effects = new ArrayList<>();

    OneRoom(GuardRules rules) {
        this.rules = rules;
        this.guard = RoomGuard.of(ROOM, rules);
    }

    /** A room with a host that publishes and an active room composite. */
    static OneRoom live(GuardRules rules) {
        OneRoom room = new OneRoom(rules);
        room.joins("host");
        room.advance(10_000);
        room.runs(EGRESS);
        room.listed(room.publisher("host", BEGAN));
        room.advance(10_000);
        return room;
    }

    void on(RoomEvent event) {
        RoomGuard.Step step = guard.on(event, now);
        guard = step.next();
        for (Effect effect : step.effects()) {
            effects.add(effect);
            if (effect instanceof Effect.WaitUntil wait) {
                timer = wait.atMillis();
            }
        }
    }

    void advance(long millis) {
        long until = now + millis;
        while (timer != 0 && timer <= until) {
            now = Math.max(now, timer);
            timer = 0;
            on(new RoomEvent.TimeCame());
        }
        now = until;
    }

    void restart() {
        timer = 0;
        guard = RoomGuard.fromBytes(guard.toBytes(), rules);
        on(new RoomEvent.Restored());
    }

    void forget() {
        timer = 0;
        guard = RoomGuard.of(ROOM, rules);
    }

    void observed(Observation observation) {
        on(new RoomEvent.Observed(observation));
    }

    static EgressFacts facts(String id, Stage stage, EgressOwner owner, long startedAt) {
        return new EgressFacts(id, stage, owner, "RM_1", startedAt);
    }

    void seen(String id, Stage stage) {
        on(new RoomEvent.EgressSeen(facts(id, stage, new EgressOwner.Host(), now)));
    }

    void runs(String id) {
        seen(id, Stage.ACTIVE);
    }

    void swept(EgressFacts... running) {
        on(new RoomEvent.Swept(now, List.of(running)));
    }

    RoomParticipant publisher(String identity, long joinedAt) {
        ParticipantKey key = new ParticipantKey(identity, "PA_" + identity + joinedAt, joinedAt);
        return RoomParticipant.of(key, Kind.STANDARD)
                .withTracks(List.of("TR_" + identity))
                .withTraits(Set.of(Trait.PUBLISHER));
    }

    RoomParticipant viewer(String identity) {
        return RoomParticipant.of(new ParticipantKey(identity, "PA_" + identity, BEGAN), Kind.STANDARD);
    }

    private Origin by(Source source) {
        RoomKey key = source == Source.WEBHOOK ? new RoomKey(ROOM, "RM_1", BEGAN) : RoomKey.named(ROOM);
        return new Origin(source, key, now);
    }

    RoomParticipant joins(String identity) {
        RoomParticipant joined = publisher(identity, now);
        observed(new Observation.Joined(by(Source.WEBHOOK), joined));
        return joined;
    }

    void left(String identity, long joinedAt, LeftReason reason) {
        observed(new Observation.Left(by(Source.WEBHOOK), publisher(identity, joinedAt), reason));
    }

    /** The host that joined at the beginning. */
    void hostLeft(LeftReason reason) {
        left("host", BEGAN, reason);
    }

    void published(String identity, long joinedAt) {
        observed(new Observation.TrackPublished(
                by(Source.WEBHOOK), publisher(identity, joinedAt).key(), "TR_again"));
    }

    void unpublished(String identity, long joinedAt) {
        observed(new Observation.TrackUnpublished(
                by(Source.WEBHOOK), publisher(identity, joinedAt).key(), "TR_" + identity));
    }

    /** A list, and before it the room where the guard has to be told of it. */
    void listed(RoomParticipant... there) {
        if (!guard.knowsItsRoom()) {
            room("RM_1", BEGAN);
        }
        observed(new Observation.Listed(by(Source.POLLING), Arrays.asList(there)));
    }

    /** An empty list that was asked for some time ago. */
    void listedLate(long agoMillis) {
        Origin asked = new Origin(Source.POLLING, RoomKey.named(ROOM), now - agoMillis);
        observed(new Observation.Listed(asked, List.of()));
    }

    void media(String identity, long joinedAt, MediaSign sign) {
        observed(new Observation.Media(
                by(Source.MEDIA_WATCH), publisher(identity, joinedAt).key(), sign));
    }

    void lease(String identity, LeaseSign sign) {
        observed(new Observation.Lease(by(Source.LEASE), identity, sign));
    }

    void blind(Source source) {
        observed(new Observation.Blind(by(source), "test"));
    }

    void newRoom() {
        room("RM_2", now);
    }

    /** The room that has the name. */
    void room(String id, long createdAt) {
        observed(new Observation.RoomStarted(new Origin(Source.POLLING, new RoomKey(ROOM, id, createdAt), now)));
    }

    static StopReceipt stopped(String id) {
        return new StopReceipt.Stopped(id, EgressStatus.EGRESS_COMPLETE, Tries.NONE, Duration.ZERO);
    }

    static StopReceipt hostReturned(String id) {
        return new StopReceipt.HostReturned(id, Optional.empty(), Tries.NONE, Duration.ZERO);
    }

    static StopReceipt dead(String id) {
        return new StopReceipt.DeadRecord(id, EgressStatus.EGRESS_ACTIVE, Tries.NONE, Duration.ZERO);
    }

    void ended(StopReceipt receipt) {
        on(new RoomEvent.StopEnded(receipt.egressId().orElseThrow(), receipt));
    }

    List<String> stops() {
        return effects.stream()
                .filter(Effect.Stop.class::isInstance)
                .map(effect -> ((Effect.Stop) effect).egressId())
                .toList();
    }

    <T extends RoomGuardEvent> List<T> told(Class<T> type) {
        return effects.stream()
                .filter(Effect.Tell.class::isInstance)
                .map(effect -> ((Effect.Tell) effect).event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<Drop> drops() {
        return told(RoomGuardEvent.StopDecided.class).stream()
                .map(RoomGuardEvent.StopDecided::drop)
                .toList();
    }

    long count(Class<? extends Effect> type) {
        return effects.stream().filter(type::isInstance).count();
    }
}
