package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rule by which replicas that start find each other. Of those whose ports answer, the first by address begins a cluster if there is
 * none yet, and the others wait for it; with a list on which only the first may begin, replicas would wait for one that never comes
 * back. Pure.
 */
final class Founding {
    /** How often a replica looks for others before it begins alone. */
    static final int LOOKS = 3;

    private Founding() {}

    /**
     * Decides whom to join.
     *
     * @param self this replica
     * @param live the others whose ports answer
     * @param looks how often was looked by now
     * @return those to join, this replica first if it is to begin where there is no cluster; empty to look again
     */
    static Optional<List<Address>> join(Address self, List<Address> live, int looks) {
        List<Address> others = live.stream().filter(one -> !one.equals(self)).toList();
        if (others.isEmpty()) {
            return looks < LOOKS ? Optional.empty() : Optional.of(List.of(self));
        }
        List<Address> all = new ArrayList<>(others);
        all.add(self);
        List<Address> sorted = Peers.sorted(all);
        return Optional.of(sorted.get(0).equals(self) ? sorted : Peers.sorted(others));
    }
}
