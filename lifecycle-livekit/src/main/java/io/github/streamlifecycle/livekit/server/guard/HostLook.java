package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.EdgeTriggeredStopper.Host;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Reason;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A look at an egress's host by the rules: the level it is at, and which drop is waited out until when. */
record HostLook(GuardRules rules, long nowMillis) {
    /**
     * What a look finds.
     *
     * @param level the level of the host
     * @param doubt the drop that is waited out or was, if there is one
     * @param drops the latest drops, if they are limited
     * @param idleUntilMillis when a host that idles counts as gone; 0 for never
     */
    record Finding(Level level, @Nullable Doubt doubt, List<Long> drops, long idleUntilMillis) {}

    Finding at(Sighting host, ListedHost list, EgressGuard egress) {
        List<Long> drops = egress.marks().drops();
        if (host.presence().isEmpty()) {
            return new Finding(Level.UNKNOWN, null, drops, 0);
        }
        long idleUntil = idleUntil(rules, host, egress);
        Optional<Drop> drop = drop(host, idleUntil);
        if (drop.isEmpty()) {
            return egress.stopper().host() == Host.NEVER && !isSeenWith(egress, host, list)
                    ? new Finding(Level.UNKNOWN, null, drops, 0)
                    : new Finding(Level.THERE, null, drops, idleUntil);
        }
        if (egress.stopper().host() == Host.NEVER && !isDropOf(egress, host)) {
            return new Finding(Level.UNKNOWN, null, drops, 0);
        }
        if (egress.stopper().host() == Host.DOWN) {
            return new Finding(Level.FALLEN, null, drops, 0);
        }
        List<Long> all = egress.doubt() == null ? withAnother(drops) : drops;
        Doubt doubt = doubt(drop.get(), egress.doubt(), all);
        return new Finding(nowMillis >= doubt.untilMillis() ? Level.FALLEN : Level.DOUBTFUL, doubt, all, 0);
    }

    private Doubt doubt(Drop drop, @Nullable Doubt before, List<Long> drops) {
        if (before != null) {
            return before.and(drop, nowMillis + rules.graceMillis(drop));
        }
        if (rules.flaps().isPresent() && rules.flaps().get().isSpentBy(drops)) {
            return new Doubt(Drop.FLAPPING, nowMillis, nowMillis);
        }
        return new Doubt(drop, nowMillis, nowMillis + rules.graceMillis(drop));
    }

    private List<Long> withAnother(List<Long> drops) {
        if (rules.flaps().isEmpty()) {
            return List.of();
        }
        List<Long> all = new ArrayList<>(drops);
        all.add(nowMillis);
        int most = rules.flaps().get().drops();
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private Optional<Drop> drop(Sighting host, long idleUntil) {
        if (host.presence().filter(Presence.UP::equals).isPresent()) {
            return idleUntil != 0 && nowMillis >= idleUntil ? Optional.of(Drop.IDLE) : Optional.empty();
        }
        return Optional.of(Drop.of(host.reason()).orElse(Drop.CONNECTION_LOST));
    }

    /** When a host that idles counts as gone, 0 for never. An egress that began later gives the host its time anew. */
    static long idleUntil(GuardRules rules, Sighting host, EgressGuard egress) {
        if (rules.idleLimit().isEmpty() || host.idleSinceMillis().isEmpty()) {
            return 0;
        }
        return Math.max(host.idleSinceMillis().getAsLong(), egress.seenAtMillis())
                + rules.idleLimit().get().toMillis();
    }

    /** Whether a host was seen since the egress began: what was last heard before may be outdated. */
    private static boolean isSeenWith(EgressGuard egress, Sighting host, ListedHost list) {
        boolean isListed = list.answer() == ListedHost.Answer.THERE && list.askedAtMillis() >= egress.seenAtMillis();
        return isListed || host.atMillis() > egress.facts().startedAtMillis();
    }

    /**
     * Whether a host that was never seen up dropped while the egress ran: then it was there. A list that lacks a host says
     * nothing of when it dropped, so that it speaks only of an egress that is active by then.
     */
    private static boolean isDropOf(EgressGuard egress, Sighting host) {
        EgressFacts facts = egress.facts();
        boolean isInTime = facts.startedAtMillis() != 0 && host.atMillis() > facts.startedAtMillis();
        return host.reason() == Reason.NOT_LISTED
                ? isInTime && facts.stage() == Stage.ACTIVE && host.atMillis() >= egress.seenAtMillis()
                : isInTime;
    }
}
