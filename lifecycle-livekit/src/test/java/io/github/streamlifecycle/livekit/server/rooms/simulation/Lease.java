package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;

/** What the receiver of leases of one process says of hosts that renew theirs. */
final class Lease implements Signs.Noticing {
    private static final long SILENT_AFTER_MILLIS = 2_500;

    private final World world;
    private final Guard guard;

    Lease(World world, Guard guard) {
        this.world = world;
        this.guard = guard;
    }

    @Override
    public void begins(Host host) {
        renewed(host, world.net.between(100, 1_000));
    }

    private void renewed(Host host, long afterMillis) {
        guard.after(afterMillis, () -> {
            if (host.isThere()) {
                say(host, LeaseSign.RENEWED);
            }
        });
    }

    @Override
    public void drops(Host host) {
        if (world.net.of(30)) {
            guard.after(world.net.between(10, 100), () -> fell(host, LeaseSign.SOCKET_CLOSED));
        } else {
            guard.after(SILENT_AFTER_MILLIS, () -> fell(host, LeaseSign.SILENT));
        }
    }

    private void fell(Host host, LeaseSign sign) {
        if (!host.isThere()) {
            say(host, sign);
        }
    }

    @Override
    public void leaves(Host host) {
        LeaseSign sign = world.net.of(60) ? LeaseSign.GOODBYE : LeaseSign.SOCKET_CLOSED;
        guard.after(20, () -> fell(host, sign));
    }

    @Override
    public void idles(Host host) {}

    @Override
    public void errs(Host host, long millis) {
        if (host.isThere()) {
            say(host, LeaseSign.SILENT);
            renewed(host, millis);
        }
    }

    /** Nobody reaches the receiver for a while, and it knows. */
    void goesBlind(long millis) {
        world.hosts.stream().map(host -> host.roomName).distinct().forEach(room -> {
            world.oracle.blind(guard, Source.LEASE, room);
            guard.observe(new Observation.Blind(origin(room), "simulated cut"));
        });
        world.hosts.forEach(host -> renewed(host, millis + 100));
    }

    /** The receiver begins anew: what it hears first is that hosts connect again. */
    void restarts() {
        world.hosts.forEach(host -> renewed(host, world.net.between(500, 3_000)));
    }

    private void say(Host host, LeaseSign sign) {
        if (world.weather.isCut(Weather.Way.LEASE, guard)) {
            return;
        }
        world.say(guard.name, () -> "'s lease of " + host.identity + " is " + sign);
        world.oracle.said(guard, host, sign);
        guard.observe(new Observation.Lease(origin(host.roomName), host.identity, sign));
    }

    private Origin origin(String room) {
        return new Origin(Source.LEASE, RoomKey.named(room), guard.steadyMillis());
    }
}
