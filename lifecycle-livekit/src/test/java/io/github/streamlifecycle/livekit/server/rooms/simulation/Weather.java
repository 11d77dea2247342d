package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** The faults of networks and servers: how often they come, which ways are cut now, and that they end. */
final class Weather {
    /** The ways by which a guard hears of the world and acts on it. */
    enum Way {
        WEBHOOKS,
        CALLS,
        WATCH,
        LEASE
    }

    /**
     * How often what goes wrong, in percent.
     *
     * @param lost webhooks that are never sent
     * @param doubled webhooks that come twice
     * @param late webhooks that are late by up to 15 s
     * @param failing calls that are not carried out
     * @param unanswered calls that are carried out, now or later, without an answer
     * @param slow calls whose answer takes up to 8 s
     * @param stale lists that are up to {@link #STALE_MILLIS} old
     */
    record Climate(int lost, int doubled, int late, int failing, int unanswered, int slow, int stale) {
        static final Climate CALM = new Climate(0, 0, 0, 0, 0, 0, 0);

        static Climate of(Chance chance) {
            int worst = chance.pick(java.util.List.of(0, 20, 40, 100));
            return new Climate(
                    chance.between(0, worst),
                    chance.between(0, worst / 2),
                    chance.between(0, worst / 2),
                    chance.between(0, worst / 2),
                    chance.between(0, worst / 2),
                    chance.between(0, worst / 2),
                    chance.between(0, worst / 2));
        }
    }

    /** Lists may be that much older than the call for them, and still within the skew that guards allow for. */
    static final int STALE_MILLIS = 2_500;

    private final Agenda agenda;
    private final Chance chance;
    private final int oldestListMillis;
    private final Map<Way, Long> cutUntil = new EnumMap<>(Way.class);
    private final Map<String, Long> cutOffUntil = new HashMap<>();
    private final Map<String, Long> leasesCutOffUntil = new HashMap<>();
    private Climate climate;

    Weather(Agenda agenda, Chance chance, Climate climate) {
        this.agenda = agenda;
        this.chance = chance;
        this.climate = climate;
        this.oldestListMillis = climate.stale() == 0 ? 0 : STALE_MILLIS;
    }

    /** Returns how old the lists of this session are at most. */
    int oldestListMillis() {
        return oldestListMillis;
    }

    /** From now on everything works. */
    void clearUp() {
        climate = Climate.CALM;
        cutUntil.clear();
        cutOffUntil.clear();
        leasesCutOffUntil.clear();
    }

    void cut(Way way, long millis) {
        cutUntil.merge(way, agenda.millis() + millis, Math::max);
    }

    /** One process is out of reach of everybody, and nobody in its reach. */
    void cutOff(Guard guard, long millis) {
        cutOffUntil.merge(guard.name, agenda.millis() + millis, Math::max);
    }

    /** One process does not hear of leases, which another one holds. */
    void cutOffLeases(Guard guard, long millis) {
        leasesCutOffUntil.merge(guard.name, agenda.millis() + millis, Math::max);
    }

    boolean isCut(Way way, Guard guard) {
        long now = agenda.millis();
        if (way == Way.LEASE && leasesCutOffUntil.getOrDefault(guard.name, 0L) > now) {
            return true;
        }
        return cutUntil.getOrDefault(way, 0L) > now || cutOffUntil.getOrDefault(guard.name, 0L) > now;
    }

    /** Returns how many copies of a webhook are sent. */
    int copies() {
        return chance.of(climate.lost) ? 0 : chance.of(climate.doubled) ? 2 : 1;
    }

    long webhookTakes() {
        return chance.of(climate.late) ? chance.between(100, 15_000) : chance.between(5, 60);
    }

    /** A webhook that comes twice may do so when it has long been outdated. */
    long repetitionTakes() {
        return chance.of(50) ? webhookTakes() : chance.between(1_000, 60_000);
    }

    long stale() {
        return chance.of(climate.stale) ? chance.between(0, STALE_MILLIS) : 0;
    }

    Fate fateOfACallBy(Guard guard) {
        if (isCut(Way.CALLS, guard)) {
            return chance.of(50) ? Fate.refused() : Fate.unanswered(Fate.NEVER);
        }
        if (chance.of(climate.failing)) {
            return Fate.answered(chance);
        }
        if (chance.of(climate.unanswered)) {
            return Fate.unanswered(chance.of(50) ? chance.between(5, 25) : chance.between(1_000, 15_000));
        }
        return new Fate(
                chance.between(5, 25), chance.of(climate.slow) ? chance.between(500, 8_000) : chance.between(5, 25));
    }
}
