package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** What guards are built of. */
record Settings(
        RoomServer server,
        GuardRules rules,
        EgressRules egress,
        Pace pace,
        GuardStore store,
        Optional<RoomWatch> watch,
        Nature nature,
        Optional<RoomShell.Opening> shell) {
    /**
     * How often the server is asked.
     *
     * @param poll from one list of a room's participants to the next
     * @param sweep from one list of all egress to the next
     */
    record Pace(Duration poll, Duration sweep) {
        private static final Pace DEFAULT = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    /**
     * What a test replaces to see the same again.
     *
     * @param wallClock the time of day
     * @param random numbers from 0 up to 1, by which pauses are spread
     */
    record Nature(InstantSource wallClock, DoubleSupplier random) {
        private static final Nature REAL = new Nature(
                InstantSource.system(), () -> ThreadLocalRandom.current().nextDouble());
    }

    static Settings of(RoomServer server) {
        return new Settings(
                server,
                GuardRules.of(HostRule.anyPublisher()),
                EgressRules.NONE,
                Pace.DEFAULT,
                GuardStore.inMemory(),
                Optional.empty(),
                Nature.REAL,
                Optional.empty());
    }

    Settings with(GuardRules changed) {
        return new Settings(server, changed, egress, pace, store, watch, nature, shell);
    }

    Settings with(EgressRules changed) {
        return new Settings(server, rules, changed, pace, store, watch, nature, shell);
    }

    Settings with(Pace changed) {
        return new Settings(server, rules, egress, changed, store, watch, nature, shell);
    }

    Settings with(GuardStore changed) {
        return new Settings(server, rules, egress, pace, changed, watch, nature, shell);
    }

    Settings with(RoomWatch changed) {
        Optional<RoomWatch> added = Optional.of(Objects.requireNonNull(changed, "watch"));
        return new Settings(server, rules, egress, pace, store, added, nature, shell);
    }

    Settings withShell(RoomShell.Opening changed) {
        return new Settings(server, rules, egress, pace, store, watch, nature, Optional.of(changed));
    }

    Settings with(Nature changed) {
        return new Settings(server, rules, egress, pace, store, watch, changed, shell);
    }

    Settings with(Scheduler changed) {
        return new Settings(server.on(changed), rules, egress, pace, store, watch, nature, shell);
    }
}
