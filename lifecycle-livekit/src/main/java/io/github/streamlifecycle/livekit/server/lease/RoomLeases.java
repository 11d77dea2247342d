package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Heard;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The leases of all hosts of a room: a pure value that turns their changes into observations.
 *
 * @param byIdentity the leases of each host
 * @param latestBlind when this receiver was last blind for hosts that have leases; null if it never was
 */
record RoomLeases(String room, Map<String, HostEntry> byIdentity, Observation.@Nullable Blind latestBlind) {
    static final int MOST_HOSTS = 256;

    /** The leases of a host, and the latest observation about them. */
    record HostEntry(HostLeases leases, @Nullable Observation told) {}

    /**
     * A moment by two clocks.
     *
     * @param nanos the time of a monotonic clock, for measuring
     * @param epochMillis the time of the wall clock, for observations
     */
    record Moment(long nanos, long epochMillis) {}

    /** The result of a message or of the passing of time. */
    record Step(RoomLeases next, LeaseReply reply, List<Observation> told) {}

    RoomLeases {
        byIdentity = Map.copyOf(byIdentity);
    }

    static RoomLeases none(String room) {
        return new RoomLeases(room, Map.of(), null);
    }

    Step on(String identity, Heard heard, Moment now) {
        if (!byIdentity.containsKey(identity) && byIdentity.size() >= MOST_HOSTS) {
            return new Step(this, LeaseReply.TOO_MANY, List.of());
        }
        return after(identity, leasesOf(identity).on(heard, now.nanos()), now);
    }

    Step closed(String identity, String lease, Moment now, long channel) {
        return after(identity, leasesOf(identity).closed(lease, channel), now);
    }

    Step advance(Moment now, long listeningSince) {
        RoomLeases room = this;
        List<Observation> told = new ArrayList<>();
        for (Map.Entry<String, HostEntry> entry : byIdentity.entrySet()) {
            Step step = room.after(entry.getKey(), entry.getValue().leases().advance(now.nanos(), listeningSince), now);
            room = step.next();
            told.addAll(step.told());
        }
        if (room.isEmpty() && !isEmpty()) {
            told.add(blind(now, "no host has a lease any more"));
        }
        return new Step(room, LeaseReply.KEPT, told);
    }

    boolean isDue(long now, long listeningSince) {
        return byIdentity.values().stream().anyMatch(host -> host.leases().isDue(now, listeningSince));
    }

    boolean isEmpty() {
        return byIdentity.isEmpty();
    }

    /** Returns the number of hosts with a good lease. */
    int good() {
        return (int) byIdentity.values().stream()
                .filter(host -> host.leases().isGood())
                .count();
    }

    /** Returns the latest observation of each host, or that the receiver is blind. */
    List<Observation> says(Moment now) {
        List<Observation> latest = new ArrayList<>();
        for (HostEntry host : byIdentity.values()) {
            if (host.told() != null) {
                latest.add(host.told());
            }
        }
        if (latest.isEmpty()) {
            return List.of(blind(now, "no host has shown a lease yet"));
        }
        if (latestBlind != null) {
            latest.add(latestBlind); // what was said before it does not hold any more, in whatever order it is read
        }
        return List.copyOf(latest);
    }

    Observation.Blind blind(Moment now, String why) {
        long at = after(latestBlind, now);
        for (HostEntry host : byIdentity.values()) {
            at = Math.max(at, after(host.told(), now));
        }
        return new Observation.Blind(origin(at), why);
    }

    /** Returns these leases after this receiver has said that it was blind. */
    RoomLeases after(Observation.Blind blind) {
        return new RoomLeases(room, byIdentity, blind);
    }

    private HostLeases leasesOf(String identity) {
        HostEntry host = byIdentity.get(identity);
        return host == null ? HostLeases.NONE : host.leases();
    }

    private Step after(String identity, HostLeases.Step step, Moment now) {
        HostEntry before = byIdentity.get(identity);
        Observation latest = before == null ? null : before.told();
        Origin origin = origin(Math.max(after(latest, now), after(latestBlind, now)));
        List<Observation> told = step.told().stream()
                .map(each -> observation(identity, each, origin))
                .toList();
        if (!told.isEmpty()) {
            latest = told.get(told.size() - 1);
        }
        Map<String, HostEntry> hosts = new LinkedHashMap<>(byIdentity);
        if (step.next().isEmpty()) {
            hosts.remove(identity);
        } else {
            hosts.put(identity, new HostEntry(step.next(), latest));
        }
        return new Step(new RoomLeases(room, hosts, latestBlind), step.reply(), told);
    }

    private static Observation observation(String identity, Report told, Origin origin) {
        return told.sign() == LeaseSign.MEDIA_DOWN
                ? new Observation.LeaseMediaDown(origin, identity, told.reason())
                : new Observation.Lease(origin, identity, told.sign());
    }

    /**
     * Returns a time later than that of the previous observation, even within a millisecond or after the clock was set
     * back.
     */
    private static long after(@Nullable Observation told, Moment now) {
        return told == null
                ? now.epochMillis()
                : Math.max(now.epochMillis(), told.origin().atMillis() + 1);
    }

    private Origin origin(long atMillis) {
        return new Origin(Source.LEASE, RoomKey.named(room), atMillis);
    }
}
