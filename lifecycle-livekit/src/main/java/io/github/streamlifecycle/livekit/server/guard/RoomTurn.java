package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.RoomState.Birth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One step of the guard of a room: the event is taken in, every egress is decided anew, and the rest follows. */
final class RoomTurn implements Surroundings {
    private static final List<Source> BLINDED_BY_A_RESTART = List.of(Source.POLLING, Source.MEDIA_WATCH, Source.LEASE);

    private final GuardRules rules;
    private final RoomState before;
    private final long nowMillis;
    private final Map<String, EgressTurn> egress = new LinkedHashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private RoomView view;
    private Birth birth;
    private long unreadSince;
    private boolean restored;
    private long waitingUntil;

    RoomTurn(GuardRules rules, RoomState before, long nowMillis) {
        this.rules = rules;
        this.before = before;
        this.nowMillis = nowMillis;
        this.view = before.view();
        this.birth = before.birth();
        this.unreadSince = before.unreadSinceMillis();
        this.waitingUntil = before.waitingUntilMillis();
        before.egress().forEach(one -> egress.put(one.facts().id(), new EgressTurn(one, this)));
    }

    void take(RoomEvent event) {
        if (event instanceof RoomEvent.Observed observed) {
            observed(observed.observation());
        } else if (event instanceof RoomEvent.EgressSeen seen) {
            seen(seen.egress());
        } else if (event instanceof RoomEvent.Swept swept) {
            swept(swept);
        } else if (event instanceof RoomEvent.StopEnded stopped) {
            EgressTurn known = egress.get(stopped.egressId());
            if (known != null) {
                known.stopEnded(stopped.receipt());
            }
        } else if (event instanceof RoomEvent.Restored) {
            restored();
        } else {
            waitingUntil = 0;
        }
    }

    private void observed(Observation observation) {
        view = view.on(observation, nowMillis);
        RoomKey told = observation.origin().room();
        birth = birth.later(told.id(), told.createdAtMillis());
        // one that was asked for earlier is as old as what it should confirm
        if (observation instanceof Observation.Listed && observation.origin().atMillis() >= unreadSince) {
            unreadSince = 0;
        }
    }

    private void seen(EgressFacts facts) {
        EgressTurn known = egress.get(facts.id());
        if (known != null) {
            known.seen(facts);
        } else if (facts.isEnding()) {
            // an earlier message about it may come yet
            egress.put(facts.id(), new EgressTurn(EgressGuard.over(facts, nowMillis), this));
        } else {
            begin(facts);
        }
    }

    /** Between two egress nobody reads the room, so that what is known of it may be old. */
    private void begin(EgressFacts facts) {
        unreadSince = before.isGuarding() ? unreadSince : nowMillis;
        egress.put(facts.id(), new EgressTurn(EgressGuard.of(facts, nowMillis), this));
        tell(new RoomGuardEvent.Guarding(name(), facts.id(), facts.owner()));
        ask(new Effect.Read());
    }

    private void swept(RoomEvent.Swept swept) {
        List<String> listed = swept.running().stream().map(EgressFacts::id).toList();
        egress.forEach((id, known) -> {
            if (!listed.contains(id)) {
                known.unlisted(swept.askedAtMillis());
            }
        });
        for (EgressFacts facts : swept.running()) {
            EgressTurn known = egress.get(facts.id());
            if (known != null && isWronglyOver(known, facts, swept.askedAtMillis())) {
                begin(facts);
            } else {
                seen(facts);
            }
        }
    }

    private static boolean isWronglyOver(EgressTurn known, EgressFacts facts, long askedAtMillis) {
        Ended ended = known.after().ended();
        return ended != null
                && known.facts().stage() == Stage.OVER
                && !facts.isEnding()
                && ended.isDisprovedBy(askedAtMillis);
    }

    private void restored() {
        restored = true;
        unreadSince = nowMillis;
        waitingUntil = 0;
        if (isFromTheFuture()) {
            view = RoomView.of(name(), rules.host());
        }
        for (Source source : BLINDED_BY_A_RESTART) {
            Observation.Origin origin = new Observation.Origin(source, RoomKey.named(name()), Math.max(1, nowMillis));
            view = view.on(new Observation.Blind(origin, "restarted"), nowMillis);
        }
        egress.values().forEach(EgressTurn::restored);
        ask(new Effect.Read());
    }

    /** The clock was set back: what was known would outweigh all that is heard until it is as late again. */
    private boolean isFromTheFuture() {
        return BLINDED_BY_A_RESTART.stream()
                .anyMatch(source -> view.heardAtMillis(source) > nowMillis + RoomView.CLOCK_SKEW_MILLIS);
    }

    void settle(RoomEvent event) {
        for (EgressTurn one : egress.values()) {
            one.settle(RoomState.host(view, birth, one.facts()), listed(event, one.facts()));
        }
    }

    private ListedHost listed(RoomEvent event, EgressFacts facts) {
        if (!(event instanceof RoomEvent.Observed observed)
                || !(observed.observation() instanceof Observation.Listed list)) {
            return ListedHost.NO_LIST;
        }
        return birth.isAfter(facts)
                ? new ListedHost(ListedHost.Answer.MISSING, list.origin().atMillis())
                : new ListedRoom(name(), rules.host(), list).hostOf(facts.owner());
    }

    RoomGuard.Step end() {
        RoomState next = new RoomState(view, birth, remembered(), unreadSince, waitFor());
        if (next.isGuarding() && (restored || !before.isGuarding())) {
            ask(new Effect.Watch());
        } else if (before.isGuarding() && !next.isGuarding()) {
            ask(new Effect.StopWatching());
        }
        return new RoomGuard.Step(new RoomGuard(rules, next), effects);
    }

    private long waitFor() {
        long next = egress.values().stream()
                .mapToLong(EgressTurn::deadlineMillis)
                .min()
                .orElse(Long.MAX_VALUE);
        if (next == Long.MAX_VALUE) {
            return 0;
        }
        if (next != waitingUntil) {
            ask(new Effect.WaitUntil(next));
        }
        return next;
    }

    private List<EgressGuard> remembered() {
        List<EgressGuard> all = egress.values().stream().map(EgressTurn::after).toList();
        List<EgressGuard> ended = all.stream()
                .filter(one -> !one.isGuarded() && !isForgotten(one))
                .sorted(Comparator.comparingLong(RoomTurn::endedAt).reversed())
                .limit(Ended.MOST_REMEMBERED)
                .toList();
        return Stream.concat(all.stream().filter(EgressGuard::isGuarded), ended.stream())
                .toList();
    }

    private boolean isForgotten(EgressGuard one) {
        Ended ended = one.ended();
        return ended == null || ended.isForgottenAt(nowMillis);
    }

    private static long endedAt(EgressGuard one) {
        Ended ended = one.ended();
        return ended == null ? 0 : ended.atMillis();
    }

    @Override
    public String name() {
        return view.room();
    }

    @Override
    public GuardRules rules() {
        return rules;
    }

    @Override
    public long nowMillis() {
        return nowMillis;
    }

    @Override
    public boolean isUnread() {
        return unreadSince != 0;
    }

    @Override
    public Stream<Sighting> hosts(EgressFacts facts) {
        return RoomState.hosts(view, birth, facts);
    }

    @Override
    public boolean hasPublishedSince(String identity, long millis) {
        return view.hasPublishedSince(identity, millis);
    }

    @Override
    public void ask(Effect effect) {
        effects.add(effect);
    }
}
