package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.HashSet;
import java.util.Set;

/** The egress that run without their host since the faults have ended, and for how long they may. */
final class Orphans {
    private final World world;
    private final Bound bound;
    /** The egress that the store of a guard knows with their host, by guard and egress. */
    private final Set<String> remembered = new HashSet<>();

    private long clearSince;
    private double longest;
    private long longestMillis;

    Orphans(World world, Bound bound) {
        this.world = world;
        this.bound = bound;
    }

    /** Takes in what a guard's store remembers now. */
    void remembers(Guard guard) {
        world.egress.stream()
                .filter(egress -> egress.isRunning() && guard.remembers(egress))
                .forEach(egress -> remembered.add(guard.name + egress.id));
    }

    void forgets(Guard guard) {
        remembered.removeIf(both -> both.startsWith(guard.name));
    }

    void clearUp() {
        clearSince = world.agenda.millis();
        world.guards.forEach(this::remembers);
    }

    /** Whether an egress runs without its host; one that does so for too long is a flaw. */
    boolean isAnyLeft() {
        boolean any = false;
        for (Egress egress : world.egress) {
            if (egress.isRunning() && egress.isOurs()) {
                any |= isOrphan(egress);
            }
        }
        return any;
    }

    private boolean isOrphan(Egress egress) {
        long since = Math.max(clearSince, egress.activeSince());
        for (Host host : egress.owners()) {
            for (Host.Stay stay : host.stays) {
                if (stay.room == egress.room) {
                    if (stay.until == Long.MAX_VALUE) {
                        return false;
                    }
                    since = Math.max(since, stay.until);
                }
            }
        }
        long runs = world.agenda.millis() - since;
        long allowed = allowedMillis(egress);
        longest = Math.max(longest, (double) runs / allowed);
        longestMillis = Math.max(longestMillis, runs);
        if (runs > allowed) {
            world.oracle.broken(new Flaw(Flaw.Sort.ORPHAN, egress.id + " runs without its host since " + since));
        }
        return true;
    }

    private long allowedMillis(Egress egress) {
        boolean isKnown = world.guards.stream().anyMatch(guard -> remembered.contains(guard.name + egress.id));
        return (isKnown ? bound.known() : bound.unknown()).toMillis();
    }

    /** Returns the longest time that an egress ran without its host, as a part of what it may. */
    double longest() {
        return longest;
    }

    /** Returns the longest time that an egress ran without its host. */
    long longestMillis() {
        return longestMillis;
    }
}
