package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.calls.EgressCalls;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;
import io.github.streamlifecycle.livekit.server.rooms.RoomServer;
import io.github.streamlifecycle.livekit.server.rooms.SimulationDoor;
import io.github.streamlifecycle.livekit.server.rooms.simulation.Guard.Surroundings;
import io.github.streamlifecycle.livekit.server.rooms.simulation.Terms.GuardSettings;
import io.github.streamlifecycle.livekit.stop.EgressStops;
import io.github.streamlifecycle.livekit.threads.Delivery;
import java.time.Duration;
import java.util.Objects;

/** The guards as they are. */
record RealProgram(RoomGuards guards) implements Guard.Program {
    private static final int CALLS_AT_ONCE = 64;
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    static RealProgram start(Surroundings around, GuardSettings settings) {
        Guard process = around.process();
        EgressCalls calls = EgressCalls.of(around.api(), CALLS_AT_ONCE, process.time);
        RoomServer.Access access =
                new RoomServer.Access("http://127.0.0.1:1", Signed.KEYS, (room, identity) -> identity + "@" + room);
        RoomServer server = new RoomServer(
                calls, new EgressStops(calls, process.time), access, process.time, Delivery.on(process.time));
        RoomGuardsPlan plan = RoomGuardsPlan.of(server)
                .grace(settings.grace())
                .orphanLimit(settings.orphanLimit())
                .pollEvery(settings.poll())
                .sweepEvery(settings.sweep())
                .leaveAlone(info -> info.getRoomComposite().getLayout().equals(Egress.SPARED_LAYOUT))
                .store(around.store());
        RoomGuardsPlan watched = around.watch().map(plan::watch).orElse(plan);
        RoomGuards guards = SimulationDoor.start(
                watched, process::wall, () -> process.chance().part());
        guards.events()
                .ofType(RoomGuardEvent.HostReturned.class)
                .map(back -> Objects.requireNonNull(process.world.egress(back.egressId()), back::egressId))
                .subscribe(egress -> process.world.oracle.returned(process, egress));
        if (process.world.timeline.isKept()) {
            guards.events().subscribe(event -> process.world.say(process.name, event::toString));
        }
        return new RealProgram(guards);
    }

    @Override
    public int webhook(byte[] body, String authorization) {
        return guards.webhook(body, authorization);
    }

    @Override
    public void observe(Observation observation) {
        SimulationDoor.observe(guards, observation);
    }

    @Override
    public long millis() {
        return SimulationDoor.millis(guards);
    }

    /** The virtual clock stands still in here, so that waiting is in vain. */
    @Override
    public void close() {
        guards.close(Duration.ofMillis(1));
    }

    @Override
    public boolean guards(String room) {
        return guards.rooms().stream().anyMatch(one -> one.room().equals(room));
    }

    @Override
    public boolean remembers(Egress egress, byte[] stored) {
        return RoomGuard.fromBytes(stored, RULES).guarded().stream()
                .anyMatch(one ->
                        one.egress().id().equals(egress.id) && !one.state().startsWith("NEVER"));
    }
}
