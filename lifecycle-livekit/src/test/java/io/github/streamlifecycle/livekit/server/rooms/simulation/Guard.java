package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.rooms.GuardStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One process that guards, which may crash and come back: under one name, with what its store still has. */
final class Guard {
    /** The program that runs in the process. */
    interface Program {
        int webhook(byte[] body, String authorization);

        void observe(Observation observation);

        /** The clock of its receiver of leases. */
        long millis();

        void close();

        boolean guards(String room);

        /** Whether it knows that this egress had its host, by what it has in its store. */
        boolean remembers(Egress egress, byte[] stored);
    }

    /** What a program is started with. */
    record Surroundings(ServerApi api, GuardStore store, Optional<RoomWatch> watch, Guard process) {
        Surroundings with(ServerApi changed) {
            return new Surroundings(changed, store, watch, process);
        }

        Surroundings with(GuardStore changed) {
            return new Surroundings(api, changed, watch, process);
        }
    }

    private static final long NEVER = Long.MAX_VALUE;

    final String name;
    final Memory memory = new Memory();
    final World world;
    ProcessTime time;
    private final Terms terms;
    private final Ablation ablation;
    private final Chance chance;
    private @Nullable Program program;
    private @Nullable Watch watch;
    private @Nullable Lease lease;
    private long wallAheadMillis;
    private long closedAtMillis = NEVER;

    Guard(World world, Terms terms, String name, Ablation ablation) {
        this.world = world;
        this.terms = terms;
        this.name = name;
        this.ablation = ablation;
        this.chance = new Chance(terms.seed(), 100 + name.hashCode());
        this.time = new ProcessTime(world.agenda);
    }

    void start() {
        if (program != null) {
            return;
        }
        world.say(name, () -> "starts");
        wallAheadMillis = 0;
        time = new ProcessTime(world.agenda);
        watch = terms.watched() ? new Watch(world, this) : null;
        lease = terms.leased() ? new Lease(world, this) : null;
        Surroundings all = new Surroundings(new Calls(world, this), memory, watch().map(one -> one), this);
        program = ablation.start(all, terms.settings());
        lease().ifPresent(Lease::restarts);
    }

    /** From this moment on nothing of it happens any more. */
    void crash() {
        if (program == null) {
            return;
        }
        world.say(name, () -> "crashes");
        time.crash();
        closedAtMillis = NEVER;
        program = null;
        watch = null;
        lease = null;
        world.oracle.crashed(this);
    }

    void close() {
        if (program != null && closedAtMillis == NEVER) {
            world.say(name, () -> "closes");
            closedAtMillis = world.agenda.millis();
            program.close();
        }
    }

    /** Whether it was told to end before now, so that nothing new may begin. */
    boolean isClosed() {
        return closedAtMillis < world.agenda.millis();
    }

    boolean isUp() {
        return program != null && time.isAlive();
    }

    Optional<Watch> watch() {
        return Optional.ofNullable(watch);
    }

    Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    int webhook(String json) {
        byte[] body = ablation.webhook(json).getBytes(StandardCharsets.UTF_8);
        return program == null ? 503 : program.webhook(body, Token.of(body, world.epochMillis()));
    }

    void observe(Observation observation) {
        if (program != null) {
            program.observe(ablation.told(observation));
        }
    }

    boolean remembers(Egress egress) {
        byte[] stored = memory.loadAll().get(egress.room.name);
        return program != null && stored != null && program.remembers(egress, stored);
    }

    void after(long millis, Runnable deed) {
        time.scheduleDirect(deed, millis, TimeUnit.MILLISECONDS);
    }

    boolean guards(String room) {
        return program != null && program.guards(room);
    }

    long steadyMillis() {
        return program == null ? wallMillis() : program.millis();
    }

    Chance chance() {
        return chance;
    }

    /** Its wall clock, which may be wrong for a while. */
    long wallMillis() {
        return world.epochMillis() + wallAheadMillis;
    }

    Instant wall() {
        return Instant.ofEpochMilli(wallMillis());
    }

    /** Guards take the time from a clock that was right when they started, and cannot know otherwise. */
    void wallIsAhead(long millis) {
        if (program == null || wallAheadMillis == millis) {
            return;
        }
        world.say(name, () -> "'s wall clock is " + millis + " ms ahead");
        wallAheadMillis = millis;
    }
}
