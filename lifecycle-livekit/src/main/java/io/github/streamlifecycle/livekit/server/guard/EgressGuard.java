package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.EdgeTriggeredStopper;
import io.github.streamlifecycle.core.EdgeTriggeredStopper.Stream;
import io.github.streamlifecycle.core.Signal;
import io.github.streamlifecycle.livekit.room.Sighting;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one egress. {@link EgressTurn} makes the next one.
 *
 * @param facts the egress
 * @param seenAtMillis when it was first heard of here, as active if it has come so far
 * @param stopper the machine that decides
 * @param marks what else matters to the decision
 * @param doubt the drop that is waited out, if there is one
 * @param stopping the stop that is under way, if there is one
 * @param ended its end, once it has come
 */
record EgressGuard(
        EgressFacts facts,
        long seenAtMillis,
        EdgeTriggeredStopper stopper,
        Marks marks,
        @Nullable Doubt doubt,
        @Nullable Stopping stopping,
        @Nullable Ended ended) {
    /**
     * Moments in milliseconds since the epoch, 0 for none.
     *
     * @param drops the latest drops, if they are limited
     * @param hostlessSinceMillis when the room was read that first showed no host and has shown none since
     * @param unlistedAtMillis when the list was asked for that first lacked the egress
     */
    record Marks(List<Long> drops, long hostlessSinceMillis, long unlistedAtMillis) {
        static final Marks NONE = new Marks(List.of(), 0, 0);

        Marks {
            drops = List.copyOf(drops);
        }

        Marks withDrops(List<Long> changed) {
            return new Marks(changed, hostlessSinceMillis, unlistedAtMillis);
        }

        Marks hostlessSince(long changed) {
            return new Marks(drops, changed, unlistedAtMillis);
        }

        /** Returns these marks without those that are later, since the clock was set back. */
        Marks until(long nowMillis) {
            return new Marks(
                    drops.stream().filter(time -> time <= nowMillis).toList(),
                    hostlessSinceMillis <= nowMillis ? hostlessSinceMillis : 0,
                    unlistedAtMillis <= nowMillis ? unlistedAtMillis : 0);
        }

        Marks unlistedAt(long changed) {
            return new Marks(drops, hostlessSinceMillis, changed);
        }
    }

    static EgressGuard of(EgressFacts facts, long nowMillis) {
        EdgeTriggeredStopper on =
                EdgeTriggeredStopper.initial().on(Signal.STREAMING_ON).next();
        return new EgressGuard(facts, nowMillis, on, Marks.NONE, null, null, null);
    }

    /** One that somebody else has told to end before it was ever heard of. */
    static EgressGuard over(EgressFacts facts, long nowMillis) {
        Ended ended = new Ended(nowMillis, RoomGuardEvent.EndedBy.OTHERS, 0);
        return new EgressGuard(facts, nowMillis, EdgeTriggeredStopper.initial(), Marks.NONE, null, null, ended);
    }

    boolean isGuarded() {
        return stopper.stream() != Stream.OFF;
    }

    /** A stop is not wanted any more once its host was seen again, even if it is in doubt by now. */
    boolean isStopWanted() {
        return stopper.stream() == Stream.STOPPING && stopper.host() == EdgeTriggeredStopper.Host.DOWN;
    }

    /** Returns what becomes of it, given what is known of its host. */
    Outlook outlook(Sighting host, GuardRules rules) {
        if (stopping != null) {
            long again = stopping.againAtMillis();
            return new Outlook.BeingStopped(
                    stopping.drop(),
                    stopping.sinceMillis(),
                    stopping.failures(),
                    again == 0 ? OptionalLong.empty() : OptionalLong.of(again));
        }
        if (doubt != null) {
            return new Outlook.StopsAt(doubt.drop(), doubt.sinceMillis(), doubt.untilMillis());
        }
        long hostless = marks.hostlessSinceMillis();
        if (hostless != 0 && stopper.stream() == Stream.ON) {
            return new Outlook.StopsAt(
                    Drop.ORPHAN, hostless, hostless + rules.orphanLimit().toMillis());
        }
        long idleUntil = HostLook.idleUntil(rules, host, this);
        return idleUntil == 0
                ? new Outlook.GoesOn()
                : new Outlook.StopsAt(Drop.IDLE, host.idleSinceMillis().orElse(seenAtMillis), idleUntil);
    }
}
