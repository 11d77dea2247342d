package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.rooms.Settings.Nature;
import io.github.streamlifecycle.livekit.server.rooms.Settings.Pace;
import io.github.streamlifecycle.livekit.threads.SteadyScheduler;
import io.reactivex.rxjava3.core.Scheduler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import livekit.LivekitEgress.EgressInfo;

/**
 * The settings of {@link RoomGuards}; {@code LiveKit.guardRooms()} returns the default ones. Immutable: every method returns
 * another plan.
 *
 * @since 0.1.0
 */
public final class RoomGuardsPlan {
    private final Settings settings;

    private RoomGuardsPlan(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns the default plan: any publisher is a host, 5 s of grace, an orphan limit of 30 s, no media watch.
     *
     * @param server the ways to the server
     * @return the plan
     */
    public static RoomGuardsPlan of(RoomServer server) {
        return new RoomGuardsPlan(Settings.of(Objects.requireNonNull(server, "server")));
    }

    /**
     * Sets who is a room's host.
     *
     * @param rule the rule; any publisher by default
     * @return the changed plan
     */
    public RoomGuardsPlan host(HostRule rule) {
        return with(settings.rules().withHost(rule));
    }

    /**
     * Sets for how long every drop of a host is waited out.
     *
     * @param grace the grace period, 5 s by default; zero for none
     * @return the changed plan
     * @throws IllegalArgumentException if it is negative
     */
    public RoomGuardsPlan grace(Duration grace) {
        return with(settings.rules().withGrace(grace));
    }

    /**
     * Sets for how long one sort of drop is waited out.
     *
     * @param drop one of {@link Drop#CLEAN_LEAVE}, {@link Drop#CONNECTION_LOST}, {@link Drop#MEDIA_STALLED} and {@link
     *     Drop#LEASE_SILENT}
     * @param grace the grace period; zero for none
     * @return the changed plan
     * @throws IllegalArgumentException if it is negative, or the drop has no grace period
     */
    public RoomGuardsPlan grace(Drop drop, Duration grace) {
        return with(settings.rules().withGrace(drop, grace));
    }

    /**
     * Sets for how long a host may stay connected without publishing anything. Off by default.
     *
     * @param limit the limit
     * @return the changed plan
     * @throws IllegalArgumentException if it is not positive
     */
    public RoomGuardsPlan idleLimit(Duration limit) {
        return with(settings.rules().withIdleLimit(limit));
    }

    /**
     * Sets how many drops of a host are too many, even if it comes back each time. Off by default.
     *
     * @param drops the number of drops, at least 2
     * @param window the time within which they have to occur
     * @return the changed plan
     * @throws IllegalArgumentException if there are less than 2 drops or the window is not positive
     */
    public RoomGuardsPlan flapLimit(int drops, Duration window) {
        return with(settings.rules().withFlaps(new GuardRules.Flaps(drops, window)));
    }

    /**
     * Sets after which time without a host an egress is stopped, whatever else is known.
     *
     * @param limit how far apart two reads of the room without a host have to be; 30 s by default
     * @return the changed plan
     * @throws IllegalArgumentException if it is not positive
     */
    public RoomGuardsPlan orphanLimit(Duration limit) {
        return with(settings.rules().withOrphanLimit(limit));
    }

    /**
     * Adds a watch of the media in every room that has an egress.
     *
     * @param watch the watch, such as {@code MediaWatch} of {@code .webrtc}
     * @return the changed plan
     */
    public RoomGuardsPlan watch(RoomWatch watch) {
        return new RoomGuardsPlan(settings.with(watch));
    }

    /**
     * Names egress that are never stopped here.
     *
     * @param filter true for those to leave alone; one that throws has said so. Fast and free of effects
     * @return the changed plan
     */
    public RoomGuardsPlan leaveAlone(Predicate<EgressInfo> filter) {
        Objects.requireNonNull(filter, "filter");
        return new RoomGuardsPlan(
                settings.with(new EgressRules(filter, settings.egress().roomOfWebEgress())));
    }

    /**
     * Says in which room the host of a web egress is. Without it they are left alone: nobody else knows.
     *
     * @param rule the room's name; empty for web egress that are left alone. Fast and free of effects
     * @return the changed plan
     */
    public RoomGuardsPlan webEgressOf(Function<EgressInfo, Optional<String>> rule) {
        Objects.requireNonNull(rule, "rule");
        return new RoomGuardsPlan(
                settings.with(new EgressRules(settings.egress().leftAlone(), rule)));
    }

    /**
     * Sets the memory over restarts.
     *
     * @param store the store; one in memory by default
     * @return the changed plan
     */
    public RoomGuardsPlan store(GuardStore store) {
        return new RoomGuardsPlan(settings.with(Objects.requireNonNull(store, "store")));
    }

    /**
     * Sets where rooms are guarded. A shell that is not the default one has a memory of its own, and the
     * {@linkplain #store store} is not used.
     *
     * @param opening makes the shell; by default, one in this process
     * @return the changed plan
     */
    public RoomGuardsPlan shell(RoomShell.Opening opening) {
        return new RoomGuardsPlan(settings.withShell(Objects.requireNonNull(opening, "opening")));
    }

    /**
     * Sets how often the participants of each room that has an egress are listed. Less often if the server is slow.
     *
     * @param pause from one list to the next, 5 s by default; each is jittered by a fifth
     * @return the changed plan
     * @throws IllegalArgumentException if it is not positive
     */
    public RoomGuardsPlan pollEvery(Duration pause) {
        Pace changed = new Pace(Checks.positive("pause", pause), settings.pace().sweep());
        return new RoomGuardsPlan(settings.with(changed));
    }

    /**
     * Sets how often all egress of the server are listed.
     *
     * @param pause from one list to the next, 30 s by default; each is jittered by a fifth
     * @return the changed plan
     * @throws IllegalArgumentException if it is not positive
     */
    public RoomGuardsPlan sweepEvery(Duration pause) {
        Pace changed = new Pace(settings.pace().poll(), Checks.positive("pause", pause));
        return new RoomGuardsPlan(settings.with(changed));
    }

    /**
     * Sets the threads and timers of the guards. Tasks that it refuses or drops go to the library's own.
     *
     * @param scheduler the scheduler; by default, that of the server
     * @return the changed plan
     */
    public RoomGuardsPlan scheduler(Scheduler scheduler) {
        Scheduler steady = SteadyScheduler.of(Objects.requireNonNull(scheduler, "scheduler"));
        return new RoomGuardsPlan(settings.with(steady));
    }

    RoomGuardsPlan wallClock(InstantSource changed) {
        return nature(changed, settings.nature().random());
    }

    RoomGuardsPlan nature(InstantSource wallClock, DoubleSupplier random) {
        return new RoomGuardsPlan(settings.with(new Nature(wallClock, random)));
    }

    /**
     * Starts the guards: what is stored is loaded, all egress are listed, and from now on every egress is guarded.
     *
     * @return the guards, to be closed
     */
    public RoomGuards start() {
        return RoomGuards.start(settings);
    }

    private RoomGuardsPlan with(GuardRules changed) {
        return new RoomGuardsPlan(settings.with(changed));
    }
}
