package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The replicas at which the hosts of a room renew their leases. A host may renew at one and then at another, as a load balancer has
 * it; to the first it then falls silent. That is no fall as long as the host is heard at any other, nor if the one that heard it last
 * cannot tell any more. A pure value.
 *
 * @param hosts where each host is heard, by its identity
 */
record LeaseVoices(Map<String, Voice> hosts) {
    static final LeaseVoices NONE = new LeaseVoices(Map.of());

    /**
     * Where a host is heard.
     *
     * @param heardAt the replicas at which it publishes, as far as they have said
     * @param latest the one that heard it last
     * @param isLost whether that one cannot tell any more
     */
    record Voice(Set<String> heardAt, String latest, boolean isLost) {
        static final Voice NOWHERE = new Voice(Set.of(), "", false);

        Voice {
            heardAt = Set.copyOf(heardAt);
        }

        private Voice renewed(String replica) {
            Set<String> more = new HashSet<>(heardAt);
            more.add(replica);
            return new Voice(more, replica, false);
        }

        private Voice fallen(String replica) {
            Set<String> fewer = new HashSet<>(heardAt);
            fewer.remove(replica);
            return new Voice(fewer, latest, isLost);
        }

        private Voice lost(String replica) {
            return new Voice(fallen(replica).heardAt, latest, isLost || latest.equals(replica));
        }
    }

    /**
     * What an observation changes.
     *
     * @param next the voices after it
     * @param counts whether the room's guard is to hear of it
     */
    record Step(LeaseVoices next, boolean counts) {}

    LeaseVoices {
        hosts = Map.copyOf(hosts);
    }

    /** Takes in what the receiver of a replica has observed. */
    Step on(String replica, Observation observation) {
        if (observation instanceof Observation.Lease lease) {
            Voice before = voice(lease.identity());
            if (lease.sign() == LeaseSign.RENEWED) {
                return new Step(with(lease.identity(), before.renewed(replica)), true);
            }
            // one that was not heard there, as far as is known here, cannot fall silent there
            boolean isSilence = lease.sign() == LeaseSign.SILENT || lease.sign() == LeaseSign.SOCKET_CLOSED;
            return isSilence && !before.heardAt().contains(replica)
                    ? new Step(this, false)
                    : fall(lease.identity(), before.fallen(replica));
        }
        if (observation instanceof Observation.LeaseMediaDown down) {
            return fall(down.identity(), voice(down.identity()).fallen(replica));
        }
        if (observation instanceof Observation.Blind) {
            return new Step(without(replica), holds(replica) || hosts.isEmpty());
        }
        return new Step(this, true);
    }

    private Step fall(String identity, Voice after) {
        boolean counts = after.heardAt().isEmpty() && !after.isLost();
        return new Step(with(identity, after), counts);
    }

    /** Tests whether a host is heard at a replica, and so is not if that replica is out of reach. */
    boolean holds(String replica) {
        return hosts.values().stream().anyMatch(voice -> voice.heardAt().contains(replica));
    }

    /** Returns the voices where a replica cannot tell any more. */
    LeaseVoices without(String replica) {
        Map<String, Voice> all = new HashMap<>();
        hosts.forEach((identity, voice) ->
                all.put(identity, voice.heardAt().contains(replica) ? voice.lost(replica) : voice));
        return new LeaseVoices(all);
    }

    private Voice voice(String identity) {
        return hosts.getOrDefault(identity, Voice.NOWHERE);
    }

    private LeaseVoices with(String identity, Voice voice) {
        if (voice.equals(voice(identity))) {
            return this;
        }
        Map<String, Voice> all = new HashMap<>(hosts);
        if (voice.heardAt().isEmpty() && !voice.isLost()) {
            all.remove(identity);
        } else {
            all.put(identity, voice);
        }
        return new LeaseVoices(all);
    }
}
