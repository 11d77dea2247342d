package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.MediaSign;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one process was told since it started, and what it has done. */
final class Knowledge {
    static final long NEVER = -1;

    /** What it was told of one host. */
    static final class OfHost {
        /** The stays that a source has proved, and since when. */
        private final Map<Host.Stay, Long> proved = new HashMap<>();

        /** The rooms in which it has published, as far as a webhook said so, maybe when it was gone already. */
        private final Set<Room> heardOfIn = new HashSet<>();

        private long stalledSince = NEVER;
        private long silentSince = NEVER;
        private @Nullable Member flowing;

        void proved(Host.Stay stay, long now) {
            proved.putIfAbsent(stay, now);
        }

        boolean knows(Host.Stay stay, long now) {
            return proved.getOrDefault(stay, now) < now;
        }

        void heardOf(Room room) {
            heardOfIn.add(room);
        }

        boolean isHeardOf(Room room) {
            return heardOfIn.contains(room) || proved.keySet().stream().anyMatch(stay -> stay.room == room);
        }

        void media(Member member, MediaSign sign, long now) {
            flowing = sign == MediaSign.FLOWS ? member : null;
            stalledSince = sign != MediaSign.STALLED ? NEVER : stalledSince == NEVER ? now : stalledSince;
        }

        void lease(LeaseSign sign, long now) {
            silentSince = sign == LeaseSign.RENEWED ? NEVER : silentSince == NEVER ? now : silentSince;
        }

        void watchIsBlind() {
            flowing = null;
            stalledSince = NEVER;
        }

        void leaseIsBlind() {
            silentSince = NEVER;
        }

        /** Returns since when a source says that it is gone, though it may not be; {@link #NEVER} if none does. */
        long suspectedSince(Host host) {
            Host.Stay stay = host.stay();
            long silent = stay != null && stay.member == flowing ? NEVER : silentSince;
            return stalledSince == NEVER || silent == NEVER
                    ? Math.max(stalledSince, silent)
                    : Math.min(stalledSince, silent);
        }
    }

    /** What it has done about one egress. */
    static final class OfEgress {
        int sent;
        int onTheirWay;
        long acceptedAt = NEVER;
        long toldOfEndAt = NEVER;
    }

    private final Map<Host, OfHost> hosts = new HashMap<>();
    private final Map<Egress, OfEgress> egress = new HashMap<>();

    /** Which hosts there were may be in the store; that they are there has to be told anew. */
    Knowledge afterACrash() {
        Knowledge stored = new Knowledge();
        hosts.forEach((host, told) -> {
            stored.of(host).heardOfIn.addAll(told.heardOfIn);
            told.proved.keySet().forEach(stay -> stored.of(host).heardOfIn.add(stay.room));
        });
        return stored;
    }

    OfHost of(Host host) {
        return hosts.computeIfAbsent(host, any -> new OfHost());
    }

    OfEgress of(Egress one) {
        return egress.computeIfAbsent(one, any -> new OfEgress());
    }
}
