package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.calls.Delays;
import io.github.streamlifecycle.livekit.calls.ForeignCode;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.guard.Effect;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.stop.StopRequest;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The effects of one room's guard: its stops, its timer, its watch, its reads, and those who listen. {@link RoomWork} makes them.
 *
 * @since 0.1.0
 */
public final class RoomEffects implements AutoCloseable {
    private final EffectParts parts;
    private final Supplier<RoomGuard> guard;
    private final Consumer<RoomEvent> self;
    private final RoomSources sources;
    private final SerialDisposable timer = new SerialDisposable();

    RoomEffects(EffectParts parts, Supplier<RoomGuard> guard, Consumer<RoomEvent> self) {
        this.parts = parts;
        this.guard = guard;
        this.self = self;
        this.sources = new RoomSources(parts, guard, this::observed);
    }

    private void observed(Observation observation) {
        if (observation.origin().room().name().equals(guard.get().room())) {
            self.accept(new RoomEvent.Observed(observation));
        }
    }

    /**
     * Carries effects out, stops first. One that fails is logged and does not keep the others from it. What comes of them is
     * told later.
     *
     * @param effects what a step of the guard has asked for; the guard already is the one after that step
     */
    public void carryOut(List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Stop stop) {
                ForeignCode.run("a stop", () -> stop(stop.egressId()));
            }
        }
        for (Effect effect : effects) {
            ForeignCode.run("an effect", () -> carryOut(effect));
        }
    }

    private void stop(String egressId) {
        if (parts.isClosed().getAsBoolean()) {
            return;
        }
        StopRequest request = StopRequest.of(egressId)
                .within(StopRequest.DEADLINE, parts.scheduler())
                .unless(() -> !guard.get().isStopWanted(egressId));
        parts.stops().add(request, receipt -> self.accept(new RoomEvent.StopEnded(egressId, receipt)));
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.WaitUntil wait) {
            Duration delay = Duration.ofMillis(
                    Math.max(0, wait.atMillis() - parts.clock().millis()));
            timer.set(Delays.of(delay, parts.scheduler()).subscribe(() -> self.accept(new RoomEvent.TimeCame())));
        } else if (effect instanceof Effect.Watch) {
            sources.begin();
        } else if (effect instanceof Effect.StopWatching) {
            sources.end();
        } else if (effect instanceof Effect.Read) {
            sources.read();
        } else if (effect instanceof Effect.Tell tell) {
            parts.events().accept(tell.event());
        }
    }

    /** Ends the timer, the watch and the reads. Stops that were asked for go on, and their receipts are told. */
    @Override
    public void close() {
        timer.dispose();
        sources.close();
    }
}
