package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.Decision;
import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Host;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Stream;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.core.Transition;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.EgressGuard.Marks;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EndedBy;
import io.github.streamlifecycle.livekit.server.guard.Stopping.Phase;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One step of the guard of one egress. */
final class EgressTurn {
    private final Surroundings room;
    private final HostLook look;
    private EgressFacts facts;
    private long seenAt;
    private EdgeTriggeredStopper stopper;
    private Marks marks;
    private @Nullable Doubt doubt;
    private @Nullable Stopping stopping;
    private @Nullable Ended ended;
    private long idleUntil;

    EgressTurn(EgressGuard before, Surroundings room) {
        this.room = room;
        this.look = new HostLook(room.rules(), room.nowMillis());
        this.seenAt = before.seenAtMillis();
        this.facts = before.facts();
        this.stopper = before.stopper();
        this.marks = before.marks();
        this.doubt = before.doubt();
        this.stopping = before.stopping();
        this.ended = before.ended();
    }

    EgressGuard after() {
        return new EgressGuard(facts, seenAt, stopper, marks, doubt, stopping, ended);
    }

    EgressFacts facts() {
        return facts;
    }

    /** The egress was seen, by a webhook or in a list. */
    void seen(EgressFacts more) {
        boolean isActiveNow = facts.stage() == Stage.STARTING && more.stage() == Stage.ACTIVE;
        seenAt = isActiveNow ? room.nowMillis() : seenAt;
        facts = facts.join(more);
        marks = marks.unlistedAt(0);
        if (stopper.stream() == Stream.ON && facts.isEnding()) {
            end(EndedBy.OTHERS);
        } else if (stopping != null && stopping.phase() != Phase.SENT) {
            if (facts.isEnding()) {
                end(EndedBy.GUARD);
            } else if (stopping.phase() == Phase.RESTORED) {
                stopping = stopping.at(Phase.SEEN_TO_RUN);
            }
        }
    }

    /** The egress is not in a list of all that run. One such list may be stale. */
    void unlisted(long askedAtMillis) {
        boolean isKnownByThen = seenAt < askedAtMillis;
        boolean receiptIsToCome = stopping != null && stopping.phase() == Phase.SENT;
        if (ended != null || receiptIsToCome || !isKnownByThen) {
            return;
        }
        if (marks.unlistedAtMillis() == 0) {
            marks = marks.unlistedAt(askedAtMillis);
        } else if (askedAtMillis > marks.unlistedAtMillis()) {
            facts = facts.at(Stage.OVER);
            end(stopping == null ? EndedBy.OTHERS : EndedBy.GUARD);
        }
    }

    /** Nobody looked for the host meanwhile, so a list from before it was written down proves nothing now. */
    void restored() {
        marks = marks.hostlessSince(0).until(room.nowMillis());
        seenAt = Math.min(seenAt, room.nowMillis());
        if (stopping != null) {
            stopping = stopping.at(Phase.RESTORED);
        }
    }

    void stopEnded(StopReceipt receipt) {
        Stopping done = stopping;
        if (done == null) {
            return;
        }
        Duration sinceDrop = Duration.ofMillis(Math.max(0, room.nowMillis() - done.sinceMillis()));
        room.tell(new RoomGuardEvent.StopEnded(room.name(), facts.id(), done.drop(), receipt, sinceDrop));
        if (receipt.isOver()) {
            // one that ended after an earlier try of ours may have ended by it
            boolean isOurs = receipt instanceof StopReceipt.Stopped || done.failures() > 0;
            end(isOurs ? EndedBy.GUARD : EndedBy.OTHERS);
        } else if (facts.isEnding()) {
            end(EndedBy.GUARD);
        } else if (receipt instanceof StopReceipt.HostReturned) {
            withdraw();
        } else {
            stopping = done.after(receipt, room.nowMillis());
        }
    }

    /**
     * Decides by what is known of the host now.
     *
     * @param host what is known
     * @param list what the list says that this step is about, if it is about one
     */
    void settle(Sighting host, ListedHost list) {
        if (stopper.stream() == Stream.OFF) {
            tellIfBack();
            return;
        }
        HostLook.Finding finding = look.at(host, list, after());
        doubt = finding.doubt();
        marks = marks.withDrops(finding.drops());
        idleUntil = finding.idleUntilMillis();
        Level level = finding.level();
        // what is known of a host that is gone may be old, or be of an earlier stay
        apply(level == Level.FALLEN && room.isUnread() ? Level.DOUBTFUL : level, host);
        if (isOrphan(host, list)) {
            doubt = new Doubt(Drop.ORPHAN, marks.hostlessSinceMillis(), room.nowMillis());
            apply(Level.ORPHANED, host);
        }
        goOnStopping();
    }

    private void apply(Level level, Sighting evidence) {
        Host before = stopper.host();
        boolean stop = false;
        for (Signal signal : level.signals(before)) {
            Transition step = stopper.on(signal);
            stopper = step.next();
            stop |= step.decision() == Decision.STOP;
        }
        if (stopper.host() != before && stopper.host() != Host.NEVER) {
            Presence presence = Presence.valueOf(stopper.host().name());
            room.tell(new RoomGuardEvent.HostChanged(room.name(), facts.id(), presence, evidence));
        }
        Doubt why = doubt;
        if (stop && why != null) {
            stopping = Stopping.begun(why);
            room.ask(new Effect.Stop(facts.id()));
            room.tell(new RoomGuardEvent.StopDecided(room.name(), facts.id(), why.drop(), evidence));
        }
        if (stopper.host() == Host.DOWN) {
            doubt = null;
        }
    }

    /** Whether it runs without its host for longer than the orphan limit; a drop that is waited out is not one yet. */
    private boolean isOrphan(Sighting host, ListedHost list) {
        if (isUp(host) || list.answer() == ListedHost.Answer.THERE) {
            marks = marks.hostlessSince(0);
        } else if (list.answer() == ListedHost.Answer.MISSING
                && facts.stage() == Stage.ACTIVE
                && list.askedAtMillis() >= seenAt) {
            if (marks.hostlessSinceMillis() == 0) {
                marks = marks.hostlessSince(list.askedAtMillis());
            }
            long since = list.askedAtMillis() - marks.hostlessSinceMillis();
            return doubt == null
                    && stopper.stream() == Stream.ON
                    && since >= room.rules().orphanLimit().toMillis();
        }
        return false;
    }

    private void goOnStopping() {
        Stopping current = stopping;
        if (current == null || current.phase() == Phase.SENT || current.phase() == Phase.RESTORED) {
            return;
        }
        if (stopper.host() != Host.DOWN) {
            withdraw();
        } else if (current.phase() == Phase.WAITING ? room.nowMillis() >= current.againAtMillis() : !room.isUnread()) {
            stopping = current.at(Phase.SENT);
            room.ask(new Effect.Stop(facts.id()));
        }
    }

    /** The machine stops again if the host fell once more meanwhile. */
    private void withdraw() {
        Transition step = stopper.on(Signal.STOP_WITHDRAWN);
        stopper = step.next();
        if (step.decision() == Decision.STOP && stopping != null) {
            stopping = stopping.at(Phase.SENT);
            room.ask(new Effect.Stop(facts.id()));
            return;
        }
        stopping = null;
        room.tell(new RoomGuardEvent.StopWithdrawn(room.name(), facts.id()));
    }

    private void end(EndedBy by) {
        stopper = stopper.on(Signal.STREAMING_OFF).next();
        if (by == EndedBy.GUARD || stopping != null) {
            facts = facts.at(Stage.OVER);
        }
        ended = new Ended(room.nowMillis(), by, by == EndedBy.GUARD && stopping != null ? awaitedSince(stopping) : 0);
        stopping = null;
        doubt = null;
        room.tell(new RoomGuardEvent.EgressEnded(room.name(), facts.id(), by));
    }

    /** As late as the stop was decided, but no later than clocks may be apart after the host was missed. */
    private long awaitedSince(Stopping done) {
        GuardRules rules = room.rules();
        long waited = done.drop() == Drop.ORPHAN
                ? rules.orphanLimit().toMillis() - RoomView.CLOCK_SKEW_MILLIS
                : Math.min(rules.graceMillis(done.drop()), RoomView.CLOCK_SKEW_MILLIS);
        return done.sinceMillis() + Math.max(0, waited);
    }

    private void tellIfBack() {
        Ended end = ended;
        if (end == null || end.awaitedSinceMillis() == 0) {
            return;
        }
        room.hosts(facts)
                .filter(EgressTurn::isUp)
                .filter(host -> room.hasPublishedSince(host.identity(), end.awaitedSinceMillis()))
                .findFirst()
                .ifPresent(host -> {
                    ended = end.told();
                    room.tell(new RoomGuardEvent.HostReturned(room.name(), facts, host));
                });
    }

    private static boolean isUp(Sighting host) {
        return host.presence().filter(Presence.UP::equals).isPresent();
    }

    /** Returns when something happens by the clock alone; {@link Long#MAX_VALUE} for never. */
    long deadlineMillis() {
        if (stopper.stream() == Stream.OFF) {
            return Long.MAX_VALUE;
        }
        long graceOver = doubt == null || room.isUnread() ? Long.MAX_VALUE : doubt.untilMillis();
        long again = stopping == null || stopping.phase() != Phase.WAITING ? Long.MAX_VALUE : stopping.againAtMillis();
        return Math.min(Math.min(graceOver, again), idleUntil == 0 ? Long.MAX_VALUE : idleUntil);
    }
}
