package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.function.BiConsumer;

/** What watches and receivers of leases notice of hosts, in every process that guards. */
final class Signs {
    /** Those who notice something of hosts without LiveKit's help. */
    interface Noticing {
        void begins(Host host);

        void drops(Host host);

        void leaves(Host host);

        void idles(Host host);

        /** It seems to be gone for a while, although it is not. */
        void errs(Host host, long millis);
    }

    private final World world;

    Signs(World world) {
        this.world = world;
    }

    void begins(Host host) {
        tell(host, Noticing::begins);
    }

    void drops(Host host) {
        tell(host, Noticing::drops);
    }

    void leaves(Host host) {
        tell(host, Noticing::leaves);
    }

    void idles(Host host) {
        tell(host, Noticing::idles);
    }

    void stallFalsely(Host host, long millis) {
        world.say(host.identity, () -> "seems to stall for " + millis + " ms");
        world.guards.forEach(guard -> guard.watch().ifPresent(watch -> watch.errs(host, millis)));
    }

    void fallSilentFalsely(Host host, long millis) {
        world.say(host.identity, () -> "seems to be silent for " + millis + " ms");
        world.guards.forEach(guard -> guard.lease().ifPresent(lease -> lease.errs(host, millis)));
    }

    private void tell(Host host, BiConsumer<Noticing, Host> what) {
        for (Guard guard : world.guards) {
            guard.watch().ifPresent(watch -> what.accept(watch, host));
            guard.lease().ifPresent(lease -> what.accept(lease, host));
        }
    }
}
