package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The leases of one host in one room, pure: a value, with time in nanoseconds of a monotonic clock as an argument. A host
 * has one lease for each page or process that publishes for it; it publishes while one of them is good.
 *
 * <table>
 *   <caption>What becomes of a lease, and what is told if no other one of the host is good</caption>
 *   <tr><th>lease is<th>publishing<th>waiting<th>down<th>goodbye<th>silent for 2.5 s, socket closed
 *   <tr><td>new<td>GOOD, told<td>WAITING<td>DOUBTFUL, told<td>ENDED, told<td>-
 *   <tr><td>WAITING<td>GOOD, told<td>WAITING<td>DOUBTFUL, told<td>ENDED, told<td>WAITING
 *   <tr><td>GOOD<td>GOOD, told<td>GOOD<td>DOUBTFUL, told<td>ENDED, told<td>DOUBTFUL, told
 *   <tr><td>DOUBTFUL<td>GOOD, told<td>DOUBTFUL<td>DOUBTFUL, told<td>ENDED, told<td>DOUBTFUL
 *   <tr><td>ENDED<td colspan="5">ENDED: what comes after the goodbye was sent before it
 * </table>
 *
 * <p>A socket that closes counts only for a lease that nothing else has renewed since: a host that came back over another
 * one, or by POST, has not gone.
 */
record HostLeases(Map<String, Lease> byName, Pace pace) {
    static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(2_500);
    /** For so long a silent lease may be renewed, also with a token that has expired. */
    static final long SILENT_KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);
    /** For so long what comes after a goodbye is known to be late. */
    static final long ENDED_KEPT_NANOS = TimeUnit.MINUTES.toNanos(1);

    static final int MOST_LEASES = 4;
    static final int MOST_ENDED = 8;
    static final HostLeases NONE = new HostLeases(Map.of(), Pace.UNUSED);

    /** What a lease is. */
    enum Standing {
        WAITING,
        GOOD,
        DOUBTFUL,
        ENDED
    }

    /** One lease: what it is, over which channel it was heard last, and when. */
    record Lease(Standing standing, long channel, long heardAtNanos) {
        Lease with(Standing next) {
            return new Lease(next, channel, heardAtNanos);
        }
    }

    /** Something to be told of the host. */
    record Told(LeaseSign sign, String reason) {}

    /** What came of a message or of time. */
    record Step(HostLeases next, LeaseReply reply, List<Told> told) {}

    /** What is heard of a lease, over a channel: the number of its socket, or {@link #BY_POST}. */
    record Heard(String lease, LeaseMessage message, long channel, boolean mayBegin) {
        static final long BY_POST = 0;
    }

    HostLeases {
        byName = Map.copyOf(byName);
    }

    Step on(Heard heard, long now) {
        Lease before = byName.get(heard.lease());
        LeaseMessage.State state = heard.message().state();
        if (before == null && !heard.mayBegin()) {
            return refused(LeaseReply.UNAUTHORIZED);
        }
        if (before != null && before.standing() == Standing.ENDED) {
            return refused(LeaseReply.ENDED);
        }
        boolean ends = before != null && state == LeaseMessage.State.GOODBYE;
        if (!ends && !pace.allows(now)) {
            return tooOften(heard, before, now);
        }
        HostLeases room = before == null ? withRoomForOne(now) : this;
        if (before == null && state != LeaseMessage.State.GOODBYE && room.living() >= MOST_LEASES) {
            return refused(LeaseReply.TOO_MANY);
        }
        Lease after = new Lease(standing(before, state), heard.channel(), now);
        HostLeases next = room.with(heard.lease(), after, pace.on(now));
        return new Step(next, LeaseReply.KEPT, next.told(heard.lease(), heard.message()));
    }

    /** A message too many changes nothing, but a host that floods is not silent. */
    private Step tooOften(Heard heard, @Nullable Lease before, long now) {
        boolean isGood = before != null
                && before.standing() == Standing.GOOD
                && heard.message().state() == LeaseMessage.State.PUBLISHING;
        HostLeases next = isGood ? with(heard.lease(), new Lease(Standing.GOOD, heard.channel(), now), pace) : this;
        return new Step(next, LeaseReply.TOO_OFTEN, List.of());
    }

    private static Standing standing(@Nullable Lease before, LeaseMessage.State state) {
        return switch (state) {
            case PUBLISHING -> Standing.GOOD;
            case WAITING -> before == null ? Standing.WAITING : before.standing();
            case DOWN -> Standing.DOUBTFUL;
            case GOODBYE -> Standing.ENDED;
        };
    }

    private List<Told> told(String lease, LeaseMessage message) {
        return switch (message.state()) {
            case PUBLISHING -> List.of(new Told(LeaseSign.RENEWED, ""));
            case WAITING -> List.of();
            case DOWN -> unlessAnotherIsGood(lease, new Told(LeaseSign.MEDIA_DOWN, message.reason()));
            case GOODBYE -> unlessAnotherIsGood(lease, new Told(LeaseSign.GOODBYE, ""));
        };
    }

    /** The socket of a lease closed. */
    Step closed(String lease, long channel) {
        Lease before = byName.get(lease);
        if (before == null || before.channel() != channel || before.standing() != Standing.GOOD) {
            return refused(LeaseReply.KEPT);
        }
        HostLeases next = with(lease, before.with(Standing.DOUBTFUL), pace);
        return new Step(next, LeaseReply.KEPT, next.unlessAnotherIsGood(lease, new Told(LeaseSign.SOCKET_CLOSED, "")));
    }

    /** Time passed. Nobody was listening before {@code listeningSince}, so silence counts from then on at the earliest. */
    Step advance(long now, long listeningSince) {
        Map<String, Lease> kept = new LinkedHashMap<>();
        boolean fell = false;
        for (Map.Entry<String, Lease> entry : byName.entrySet()) {
            Lease lease = entry.getValue();
            boolean falls = lease.standing() == Standing.GOOD && isSilent(lease, now, listeningSince);
            fell |= falls;
            if (!isToForget(lease, now)) {
                kept.put(entry.getKey(), falls ? lease.with(Standing.DOUBTFUL) : lease);
            }
        }
        HostLeases next = new HostLeases(kept, pace);
        boolean isTold = fell && !next.isGood();
        return new Step(next, LeaseReply.KEPT, isTold ? List.of(new Told(LeaseSign.SILENT, "")) : List.of());
    }

    /** Whether time alone changes something now. */
    boolean isDue(long now, long listeningSince) {
        for (Lease lease : byName.values()) {
            if (isToForget(lease, now) || (lease.standing() == Standing.GOOD && isSilent(lease, now, listeningSince))) {
                return true;
            }
        }
        return false;
    }

    boolean isGood() {
        return byName.values().stream().anyMatch(lease -> lease.standing() == Standing.GOOD);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    private static boolean isSilent(Lease lease, long now, long listeningSince) {
        return now - lease.heardAtNanos() >= SILENCE_NANOS && now - listeningSince >= SILENCE_NANOS;
    }

    private static boolean isToForget(Lease lease, long now) {
        long kept = lease.standing() == Standing.ENDED ? ENDED_KEPT_NANOS : SILENT_KEPT_NANOS;
        return now - lease.heardAtNanos() >= kept;
    }

    private List<Told> unlessAnotherIsGood(String lease, Told told) {
        boolean anotherIsGood = byName.entrySet().stream()
                .anyMatch(other ->
                        !other.getKey().equals(lease) && other.getValue().standing() == Standing.GOOD);
        return anotherIsGood ? List.of() : List.of(told);
    }

    private Step refused(LeaseReply reply) {
        return new Step(this, reply, List.of());
    }

    private HostLeases with(String name, Lease lease, Pace nextPace) {
        Map<String, Lease> all = new LinkedHashMap<>(byName);
        all.put(name, lease);
        return new HostLeases(all, nextPace);
    }

    private long living() {
        return byName.values().stream()
                .filter(lease -> lease.standing() != Standing.ENDED)
                .count();
    }

    /** Without those that a new lease may take the place of: the oldest that ended, and one that is silent and not good. */
    private HostLeases withRoomForOne(long now) {
        Map<String, Lease> kept = new LinkedHashMap<>(byName);
        if (byName.size() - living() >= MOST_ENDED) {
            longestUnheard(lease -> lease.standing() == Standing.ENDED).ifPresent(kept::remove);
        }
        if (living() >= MOST_LEASES) {
            longestUnheard(lease -> lease.standing() != Standing.ENDED
                            && lease.standing() != Standing.GOOD
                            && now - lease.heardAtNanos() >= SILENCE_NANOS)
                    .ifPresent(kept::remove);
        }
        return new HostLeases(kept, pace);
    }

    private Optional<String> longestUnheard(Predicate<Lease> condition) {
        return byName.entrySet().stream()
                .filter(entry -> condition.test(entry.getValue()))
                .min((one, other) -> Long.signum(
                        one.getValue().heardAtNanos() - other.getValue().heardAtNanos()))
                .map(Map.Entry::getKey);
    }
}
