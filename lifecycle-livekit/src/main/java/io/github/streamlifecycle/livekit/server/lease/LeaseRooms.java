package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Heard;
import io.github.streamlifecycle.livekit.server.lease.HostToken.Host;
import io.github.streamlifecycle.livekit.server.lease.RoomLeases.Moment;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

/** The shell around {@link RoomLeases}: one value for each room, changed by one thread at a time. */
final class LeaseRooms {
    static final int MOST_ROOMS = 100_000;
    /** The time between two looks at the clock that proves that this process stood still. */
    static final long STALL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Map<String, RoomLeases> byName = new ConcurrentHashMap<>();
    private final MassFall massFall = new MassFall();
    private final Outbox<Observation> outbox;
    private final InstantSource wallClock;
    private final LongSupplier nanoTime;
    private final AtomicReference<Listening> listening;
    private volatile boolean isClosed;
    private volatile int good;

    /** The time since when silence counts, and the time of the latest look at the clock. */
    private record Listening(long sinceNanos, long latestNanos) {
        Listening at(long now) {
            return now - latestNanos > STALL_NANOS ? from(now) : new Listening(sinceNanos, now);
        }

        static Listening from(long now) {
            return new Listening(now, now);
        }
    }

    /** A change of a room's value. */
    private interface Change {
        RoomLeases.Step of(RoomLeases before, Moment now);
    }

    LeaseRooms(Consumer<? super Observation> listener, InstantSource wallClock, LongSupplier nanoTime) {
        this.outbox = new Outbox<>(listener);
        this.wallClock = wallClock;
        this.nanoTime = nanoTime;
        this.listening = new AtomicReference<>(Listening.from(nanoTime.getAsLong()));
    }

    LeaseReply on(Host host, Heard heard) {
        if (!byName.containsKey(host.room()) && byName.size() >= MOST_ROOMS) {
            return LeaseReply.TOO_MANY;
        }
        return change(host.room(), (room, now) -> room.on(host.identity(), heard, now));
    }

    void closed(Host host, String lease, long channel) {
        change(host.room(), (room, now) -> room.closed(host.identity(), lease, now, channel));
    }

    /** Looks at the clock: finds the hosts that are silent and forgets old leases. */
    void advance() {
        long now = nanoTime.getAsLong();
        Listening latest = listening.updateAndGet(before -> before.at(now));
        int counted = 0;
        for (RoomLeases room : byName.values()) {
            if (room.isDue(now, latest.sinceNanos())) {
                change(room.room(), (before, moment) -> before.advance(moment, latest.sinceNanos()));
            }
            counted += byName.getOrDefault(room.room(), RoomLeases.none(room.room()))
                    .good();
        }
        good = counted;
        for (String room : massFall.notTheirs(counted, now)) {
            tellBlind(room, "most hosts fell silent at once: the way to this receiver is cut");
        }
    }

    /** Counts silence from now on only. */
    void missed() {
        listening.set(Listening.from(nanoTime.getAsLong()));
    }

    /** Returns the number of hosts with a good lease at the latest look at the clock. */
    int good() {
        return isClosed ? 0 : good;
    }

    /** Returns the present observations of a room. */
    List<Observation> says(String room) {
        return byName.getOrDefault(room, RoomLeases.none(room)).says(moment());
    }

    /** Stops listening, which is not a fall of any host. */
    void close() {
        isClosed = true;
        for (String room : List.copyOf(byName.keySet())) {
            tellBlind(room, "the receiver was closed");
        }
        byName.clear();
    }

    private LeaseReply change(String name, Change change) {
        LeaseReply[] reply = {LeaseReply.UNAVAILABLE};
        update(name, room -> {
            if (isClosed) {
                return room;
            }
            Moment now = moment();
            RoomLeases.Step step = change.of(room, now);
            step.told().forEach(told -> tell(told, now));
            reply[0] = step.reply();
            return step.next();
        });
        return reply[0];
    }

    private void tellBlind(String name, String why) {
        update(name, room -> {
            Observation.Blind blind = room.blind(moment(), why);
            outbox.add(blind);
            return room.after(blind);
        });
    }

    private void update(String name, UnaryOperator<RoomLeases> change) {
        byName.compute(name, (same, before) -> {
            RoomLeases after = change.apply(before == null ? RoomLeases.none(name) : before);
            return after.isEmpty() ? null : after;
        });
        outbox.drain();
    }

    private void tell(Observation told, Moment now) {
        outbox.add(told);
        if (told instanceof Observation.Lease lease && isFall(lease.sign())) {
            massFall.fell(new Host(lease.origin().room().name(), lease.identity()), now.nanos());
        }
    }

    private static boolean isFall(LeaseSign sign) {
        return sign == LeaseSign.SILENT || sign == LeaseSign.SOCKET_CLOSED;
    }

    private Moment moment() {
        return new Moment(nanoTime.getAsLong(), wallClock.millis());
    }
}
