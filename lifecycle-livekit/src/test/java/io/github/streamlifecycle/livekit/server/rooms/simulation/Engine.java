package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.List;

/**
 * The engine of a cluster, which has the guards of a session in one of two places. It moves them and starts them again:
 * with their state, without it, with one that arrives seconds late, or so that they are alive twice for a while. A part of
 * what is told to guards on their way is lost, though whoever told it was told that it was taken.
 */
final class Engine {
    private final World world;
    private final Orphans orphans;
    private final Chance chance;
    private long onTheWayUntil;
    private boolean isCalm;

    Engine(World world, Orphans orphans) {
        this.world = world;
        this.orphans = orphans;
        this.chance = world.life;
    }

    /** Sees to it that there are guards. */
    void start() {
        if (alive().isEmpty()) {
            world.guards.get(0).start();
        }
    }

    /** From now on guards stay where they are; one that is on its way arrives. */
    void clearUp() {
        isCalm = true;
        onTheWayUntil = 0;
        start();
    }

    List<Guard> alive() {
        return world.guards.stream().filter(Guard::isUp).toList();
    }

    /** Whether something that is told to guards now is lost. */
    boolean loses() {
        return world.agenda.millis() < onTheWayUntil && world.net.of(50);
    }

    /** Moves the guards, or starts them again where they are. */
    void move() {
        List<Guard> alive = alive();
        if (alive.size() != 1) {
            return;
        }
        Guard from = alive.get(0);
        Guard to = chance.pick(world.guards);
        switch (chance.between(0, 3)) {
            case 0 -> handOver(from, to);
            case 1 -> handOverLate(from, to);
            case 2 -> lose(from, to);
            default -> haveTwice(from);
        }
    }

    /** The state goes along. */
    private void handOver(Guard from, Guard to) {
        world.say("engine", () -> "hands " + from.name + " over to " + to.name);
        leave(from, chance.between(70, 820), () -> {
            to.memory.takeOver(from.memory);
            begin(to);
        });
    }

    /** The state arrives some time after the guards, and what they have heard until then is lost with them. */
    private void handOverLate(Guard from, Guard to) {
        Memory state = from.memory.taken();
        world.say("engine", () -> "hands " + from.name + " over to " + to.name + ", late");
        leave(from, chance.between(70, 820), () -> {
            to.memory.isLost();
            begin(to);
        });
        world.agenda.after(chance.between(1_000, 5_000), () -> {
            if (alive().equals(List.of(to))) {
                to.crash();
                to.memory.takeOver(state);
                begin(to);
            }
        });
    }

    /** Nobody could write anything down. */
    private void lose(Guard from, Guard to) {
        world.say("engine", () -> "loses " + from.name + " and takes " + to.name);
        leave(from, chance.between(100, 10_000), () -> {
            to.memory.isLost();
            begin(to);
        });
    }

    /** Each side of a network that parts takes the other one for dead, until one of them ends itself. */
    private void haveTwice(Guard from) {
        Guard to = world.guards.get(from == world.guards.get(0) ? 1 : 0);
        world.say("engine", () -> "has " + to.name + " too");
        to.memory.isLost();
        begin(to);
        world.agenda.after(chance.between(100, 20_000), () -> {
            if (from.isUp() && to.isUp()) {
                orphans.forgets(from);
                from.crash();
            }
        });
    }

    private void leave(Guard from, long millis, Runnable arrive) {
        orphans.forgets(from);
        from.crash();
        onTheWayUntil = world.agenda.millis() + millis;
        world.agenda.after(millis, () -> {
            if (alive().isEmpty()) {
                arrive.run();
            }
        });
    }

    private void begin(Guard to) {
        orphans.forgets(to);
        to.start();
        orphans.remembers(to);
        if (isCalm) {
            orphans.clearUp();
        } else if (chance.of(30)) {
            leasesAreOutOfReach(to, chance.between(1_000, 30_000));
        }
    }

    /** Hosts hold their leases at a replica that the one with the guards does not hear. */
    private void leasesAreOutOfReach(Guard to, long millis) {
        world.say("engine", () -> "leases are out of reach of " + to.name + " for " + millis + " ms");
        world.weather.cutOffLeases(to, millis);
        to.lease().ifPresent(lease -> lease.goesBlind(millis));
    }
}
