package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.Optional;

/**
 * One session, by its seed: a while in which everything happens and fails, then none of it any more. While hosts are there
 * their egress run on; then they go, and the egress have to end within the {@link Bound}.
 */
final class Session {
    /** What came of a session; orphans by their longest time, as a part of the bound and in milliseconds. */
    record Result(
            Optional<Flaw> flaw,
            int stops,
            int returns,
            int egress,
            double longestOrphan,
            long orphanMillis,
            String timeline) {}

    private static final long QUIET_MILLIS = 30_000;
    private static final long LAST_LOOK_MILLIS = 5_000;

    private final World world;
    private final Script script;
    private final Orphans orphans;

    Session(Terms terms, Ablation ablation, boolean isTold) {
        this.world = new World(terms.seed(), terms.climate(), isTold);
        world.say("terms", terms::toString);
        world.oracle.graceIs(terms.settings().grace().toMillis());
        this.orphans = new Orphans(world, Bound.of(terms.settings()));
        for (int i = 1; i <= terms.replicas(); i++) {
            world.guards.add(new Guard(world, terms, "guard" + i, ablation));
        }
        if (terms.moved()) {
            world.engine = new Engine(world, orphans);
        }
        this.script = new Script(world, orphans);
    }

    static Result play(long seed, Ablation ablation, boolean isTold) {
        return new Session(Terms.of(seed), ablation, isTold).play();
    }

    private Result play() {
        try {
            script.begin();
            script.keepOldStores();
            playUntil(world.life.between(20_000, 90_000));
            script.end();
            if (world.hosts.stream().anyMatch(Host::isThere) && world.life.of(50)) {
                playFor(QUIET_MILLIS);
            }
            script.hostsGo();
            script.guardsCrashAtLast();
            while (world.oracle.flaw().isEmpty() && orphans.isAnyLeft()) {
                playFor(1_000);
            }
            playFor(LAST_LOOK_MILLIS);
        } catch (RuntimeException | Error thrown) {
            world.oracle.broken(new Flaw(Flaw.Sort.BROKEN, String.valueOf(thrown)));
        }
        return new Result(
                world.oracle.flaw(),
                world.oracle.stops(),
                world.oracle.returns(),
                world.egress.size(),
                orphans.longest(),
                orphans.longestMillis(),
                world.timeline.text());
    }

    private void playFor(long millis) {
        playUntil(world.agenda.millis() + millis);
    }

    private void playUntil(long millis) {
        while (world.oracle.flaw().isEmpty() && world.agenda.step(millis)) {
            // whatever happens is judged as it happens
        }
    }
}
