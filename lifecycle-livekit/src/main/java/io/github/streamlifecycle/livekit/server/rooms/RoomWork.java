package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What {@link RoomGuards} does for a {@link RoomShell}: the rules and the clock by which rooms are guarded, and everything that
 * touches the world outside.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class RoomWork {
    private final GuardRules rules;
    private final EffectParts parts;
    private final Function<String, List<Observation>> leases;
    private final Supplier<Sweeper> sweepers;

    RoomWork(
            GuardRules rules,
            EffectParts parts,
            Function<String, List<Observation>> leases,
            Supplier<Sweeper> sweepers) {
        this.rules = rules;
        this.parts = parts;
        this.leases = leases;
        this.sweepers = sweepers;
    }

    /**
     * Returns the rules of all rooms.
     *
     * @return the rules
     */
    public GuardRules rules() {
        return rules;
    }

    /**
     * Returns the clock whose time guards are told.
     *
     * @return the clock; it goes on steadily, whatever the wall clock does
     */
    public InstantSource clock() {
        return parts.clock();
    }

    /**
     * Returns what carries out the effects of one room.
     *
     * @param guard the room's guard as it is now; asked on any thread
     * @param self takes what comes of the effects, as events of this room; called on any thread, and should return at once
     * @return the effects, to be closed
     */
    public RoomEffects effects(Supplier<RoomGuard> guard, Consumer<RoomEvent> self) {
        return new RoomEffects(parts, guard, self);
    }

    /**
     * Returns what the hosts of a room have said by their leases in this process.
     *
     * @param room the room's name
     * @return the latest observation of each host, or one of blindness; none if nobody listens for leases here
     */
    public List<Observation> leases(String room) {
        return leases.apply(room);
    }

    /**
     * Lists all egress now and from time to time, and tells every room of its own by {@link RoomShell#offer}: those that are
     * listed, and the others of {@link RoomShell#rooms()}.
     *
     * @return ends it
     */
    public Disposable sweep() {
        Sweeper sweeper = sweepers.get();
        sweeper.sweep();
        return Disposable.fromRunnable(sweeper::end);
    }
}
