package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.room.HostRule;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The rules by which a room is guarded.
 *
 * @param host who is a host
 * @param grace for how long each {@link Drop} is waited out; those that are not named are not
 * @param idleLimit for how long a host may be connected without publishing; empty for ever
 * @param flaps how often a host may drop; empty for any number of times
 * @param orphanLimit how far apart two reads of the room without a host have to be
 * @since 0.1.0
 */
public record GuardRules(
        HostRule host,
        Map<Drop, Duration> grace,
        Optional<Duration> idleLimit,
        Optional<Flaps> flaps,
        Duration orphanLimit) {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);
    private static final Duration DEFAULT_ORPHAN_LIMIT = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /**
     * How often a host may drop, even if it comes back each time.
     *
     * @param drops the number of drops that is too many, at least 2
     * @param window the time within which they have to occur
     */
    public record Flaps(int drops, Duration window) {
        /**
         * Checks the limit.
         *
         * @param drops the number of drops that is too many
         * @param window the time within which they have to occur
         * @throws IllegalArgumentException if there are less than 2 drops or the window is not positive
         */
        public Flaps {
            Objects.requireNonNull(FlapBudget.of(drops, window), "budget");
        }

        boolean isSpentBy(List<Long> dropTimes) {
            FlapBudget budget = FlapBudget.of(drops, window);
            for (long time : dropTimes) {
                budget = budget.drop(time);
            }
            return budget.isSpent();
        }
    }

    /**
     * Checks the rules.
     *
     * @param host who is a host
     * @param grace for how long each drop is waited out
     * @param idleLimit for how long a host may be connected without publishing
     * @param flaps how often a host may drop
     * @param orphanLimit how far apart two reads of the room without a host have to be
     * @throws IllegalArgumentException if a grace period is negative or another limit is not positive
     */
    public GuardRules {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(flaps, "flaps");
        Map<Drop, Duration> graces = new EnumMap<>(Drop.class);
        grace.forEach((drop, period) -> graces.put(drop, checkedGrace(drop, period)));
        grace = Collections.unmodifiableMap(graces);
        idleLimit = idleLimit.map(limit -> positive("idleLimit", limit));
        orphanLimit = positive("orphanLimit", orphanLimit);
    }

    /**
     * Returns the default rules: 5 s of grace for every drop, an orphan limit of 30 s, neither idle limit nor flap limit.
     *
     * @param host who is a host
     * @return the rules
     */
    public static GuardRules of(HostRule host) {
        GuardRules none = new GuardRules(host, Map.of(), Optional.empty(), Optional.empty(), DEFAULT_ORPHAN_LIMIT);
        return none.withGrace(DEFAULT_GRACE);
    }

    /**
     * Returns these rules with another host.
     *
     * @param changed who is a host
     * @return the rules
     */
    public GuardRules withHost(HostRule changed) {
        return new GuardRules(changed, grace, idleLimit, flaps, orphanLimit);
    }

    /**
     * Returns these rules with one grace period for all drops that have one.
     *
     * @param period the grace period; zero for none
     * @return the rules
     */
    public GuardRules withGrace(Duration period) {
        Map<Drop, Duration> all = new EnumMap<>(Drop.class);
        for (Drop drop : Drop.values()) {
            if (drop.hasGrace()) {
                all.put(drop, period);
            }
        }
        return new GuardRules(host, all, idleLimit, flaps, orphanLimit);
    }

    /**
     * Returns these rules with another grace period for one drop.
     *
     * @param drop one of {@link Drop#CLEAN_LEAVE}, {@link Drop#CONNECTION_LOST}, {@link Drop#MEDIA_STALLED} and {@link
     *     Drop#LEASE_SILENT}
     * @param period its grace period; zero for none
     * @return the rules
     * @throws IllegalArgumentException if the drop has no grace period
     */
    public GuardRules withGrace(Drop drop, Duration period) {
        Map<Drop, Duration> all = new EnumMap<>(Drop.class);
        all.putAll(grace);
        all.put(drop, period);
        return new GuardRules(host, all, idleLimit, flaps, orphanLimit);
    }

    /**
     * Returns these rules with an idle limit.
     *
     * @param limit for how long a host may be connected without publishing
     * @return the rules
     */
    public GuardRules withIdleLimit(Duration limit) {
        return new GuardRules(host, grace, Optional.of(limit), flaps, orphanLimit);
    }

    /**
     * Returns these rules with a limit on drops.
     *
     * @param limit how often a host may drop
     * @return the rules
     */
    public GuardRules withFlaps(Flaps limit) {
        return new GuardRules(host, grace, idleLimit, Optional.of(limit), orphanLimit);
    }

    /**
     * Returns these rules with another orphan limit.
     *
     * @param limit how far apart two reads of the room without a host have to be
     * @return the rules
     */
    public GuardRules withOrphanLimit(Duration limit) {
        return new GuardRules(host, grace, idleLimit, flaps, limit);
    }

    long graceMillis(Drop drop) {
        return grace.getOrDefault(drop, Duration.ZERO).toMillis();
    }

    private static Duration checkedGrace(Drop drop, Duration period) {
        if (!drop.hasGrace()) {
            throw new IllegalArgumentException(drop + " has no grace period");
        }
        return bounded(Checks.notNegative("grace", period));
    }

    private static Duration positive(String name, Duration limit) {
        return bounded(Checks.positive(name, limit));
    }

    private static Duration bounded(Duration limit) {
        return limit.compareTo(LONGEST) < 0 ? limit : LONGEST;
    }
}
