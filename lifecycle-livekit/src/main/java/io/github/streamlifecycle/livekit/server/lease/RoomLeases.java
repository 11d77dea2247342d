package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Heard;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Told;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leases of all hosts of a room, pure: a value that makes observations of what becomes of them. */
record RoomLeases(String room, Map<String, HostEntry> byIdentity) {
    static final int MOST_HOSTS = 256;

    /** The leases of a host, and what was told last of them. */
    record HostEntry(HostLeases leases, @Nullable Observation told) {}

    /**
     * A moment.
     *
     * @param nanos by a monotonic clock, for all that is measured
     * @param epochMillis by the wall clock, for all that is told
     */
    record Moment(long nanos, long epochMillis) {}

    /** What came of a message or of time. */
    record Step(RoomLeases next, LeaseReply reply, List<Observation> told) {}

    RoomLeases {
        byIdentity = Map.copyOf(byIdentity);
    }

    static RoomLeases none(String room) {
        return new RoomLeases(room, Map.of());
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

    /** How many hosts have a good lease. */
    int good() {
        return (int) byIdentity.values().stream()
                .filter(host -> host.leases().isGood())
                .count();
    }

    /** What holds now: the latest of each host, or that nothing is known. */
    List<Observation> says(Moment now) {
        List<Observation> latest = new ArrayList<>();
        for (HostEntry host : byIdentity.values()) {
            if (host.told() != null) {
                latest.add(host.told());
            }
        }
        return latest.isEmpty() ? List.of(blind(now, "no host has shown a lease yet")) : latest;
    }

    Observation blind(Moment now, String why) {
        long at = now.epochMillis();
        for (HostEntry host : byIdentity.values()) {
            at = Math.max(at, after(host.told(), now));
        }
        return new Observation.Blind(origin(at), why);
    }

    private HostLeases leasesOf(String identity) {
        HostEntry host = byIdentity.get(identity);
        return host == null ? HostLeases.NONE : host.leases();
    }

    private Step after(String identity, HostLeases.Step step, Moment now) {
        HostEntry before = byIdentity.get(identity);
        Observation latest = before == null ? null : before.told();
        Origin origin = origin(after(latest, now));
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
        return new Step(new RoomLeases(room, hosts), step.reply(), told);
    }

    private static Observation observation(String identity, Told told, Origin origin) {
        return told.sign() == LeaseSign.MEDIA_DOWN
                ? new Observation.LeaseMediaDown(origin, identity, told.reason())
                : new Observation.Lease(origin, identity, told.sign());
    }

    /** Later than what was told before, also within a millisecond and by a clock that was set back: the order counts. */
    private static long after(@Nullable Observation told, Moment now) {
        return told == null
                ? now.epochMillis()
                : Math.max(now.epochMillis(), told.origin().atMillis() + 1);
    }

    private Origin origin(long atMillis) {
        return new Origin(Source.LEASE, RoomKey.named(room), atMillis);
    }
}
