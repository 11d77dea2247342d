package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.room.SourceReading;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The guard of one room: it decides which of the room's egress are stopped and when. A value: {@link #on} gives the next one
 * and what is to be done now. Time is an argument, in milliseconds since the epoch, and should neither jump nor go back.
 *
 * <p>For each egress it has the machine of {@code lifecycle-core}, fed with what a {@link RoomView} knows of the egress's
 * {@link EgressOwner host}, and in the table of what is told lies the whole decision:
 *
 * <table>
 *   <caption>What the machine is told, by the level of the host and by what the machine has it for</caption>
 *   <tr><th>level<th>NEVER<th>UP<th>SUSPECT<th>DOWN
 *   <tr><td>nobody knows<td>-<td>-<td>up<td>-
 *   <tr><td>there<td>up<td>-<td>up<td>up
 *   <tr><td>dropped, in its grace period<td>up, suspect<td>suspect<td>-<td>-
 *   <tr><td>dropped, grace period over<td>up, down<td>down<td>down<td>-
 *   <tr><td>orphan<td>up, down<td>down<td>down<td>up, down
 * </table>
 *
 * <p>A drop counts for an egress whose host was never seen up only if it came while the egress ran, and a host
 * counts as seen up only if it was seen since the egress began. Of an egress whose room nobody has told of by its id and its
 * creation no host is known, since what was seen may have been in an earlier room of the name. An egress is an orphan if
 * it is active and two lists of the room's participants, at least {@link GuardRules#orphanLimit} apart, showed no host with
 * no sign of one in between. Before anything is stopped, the room has to be read once since its first egress was seen or the
 * guard was restored: a late message must not end what it is too old to speak of. An egress that somebody else ends is never
 * stopped here, whatever is heard of it later.
 *
 * @since 0.1.0
 */
public final class RoomGuard {
    /**
     * One step.
     *
     * @param next the guard after it
     * @param effects what is to be done now, in order
     */
    public record Step(RoomGuard next, List<Effect> effects) {
        /**
         * Keeps a copy.
         *
         * @param next the guard after it
         * @param effects what is to be done now, in order
         */
        public Step {
            Objects.requireNonNull(next, "next");
            effects = List.copyOf(effects);
        }
    }

    /**
     * An egress as the guard has it.
     *
     * @param egress what is known of it
     * @param seenAtMillis when it was first heard of here, as active if it has come so far, in milliseconds since the epoch
     * @param host what is known of its host
     * @param readings what each source says of that host, in the order of {@link Source}
     * @param state the levels of host and stream, as in {@code UP/ON}
     * @param outlook what becomes of it
     */
    public record Guarded(
            EgressFacts egress,
            long seenAtMillis,
            Sighting host,
            List<SourceReading> readings,
            String state,
            Outlook outlook) {
        /**
         * Keeps a copy.
         *
         * @param egress what is known of it
         * @param seenAtMillis when it was first heard of here
         * @param host what is known of its host
         * @param readings what each source says of that host
         * @param state the levels of host and stream
         * @param outlook what becomes of it
         */
        public Guarded {
            readings = List.copyOf(readings);
        }

        /**
         * Returns for how long it has run.
         *
         * @param nowMillis now, in milliseconds since the epoch
         * @return the time since it became active by LiveKit's clock; since it was heard of here, where that is not told
         */
        public Duration age(long nowMillis) {
            long since = egress.startedAtMillis() == 0 ? seenAtMillis : egress.startedAtMillis();
            return Duration.ofMillis(Math.max(0, nowMillis - since));
        }
    }

    /**
     * An egress that has ended within the last hour.
     *
     * @param egress what is known of it
     * @param atMillis when its end was noticed, in milliseconds since the epoch
     * @param by who ended it
     */
    public record Over(EgressFacts egress, long atMillis, RoomGuardEvent.EndedBy by) {}

    private final GuardRules rules;
    private final RoomState state;

    RoomGuard(GuardRules rules, RoomState state) {
        this.rules = rules;
        this.state = state;
    }

    /**
     * Returns the guard of a room of which nothing is known.
     *
     * @param room the room's name
     * @param rules the rules
     * @return the guard
     */
    public static RoomGuard of(String room, GuardRules rules) {
        return new RoomGuard(rules, RoomState.of(RoomView.of(room, rules.host())));
    }

    /**
     * Returns the guard that {@link #toBytes()} wrote down. Its first event has to be {@link RoomEvent.Restored}.
     *
     * @param bytes from {@link #toBytes()}
     * @param rules the rules from now on
     * @return the guard
     * @throws IllegalArgumentException if the bytes are torn, or of a version that is not known
     */
    public static RoomGuard fromBytes(byte[] bytes, GuardRules rules) {
        return new RoomGuard(rules, GuardBytes.read(bytes, rules.host()));
    }

    /**
     * Writes the guard down, but for its rules.
     *
     * @return bytes for {@link #fromBytes}
     */
    public byte[] toBytes() {
        return GuardBytes.write(state);
    }

    /**
     * Takes in what has happened.
     *
     * @param event what has happened
     * @param nowMillis now, in milliseconds since the epoch
     * @return the next guard, and what is to be done
     * @throws IllegalArgumentException if it has happened to another room
     */
    public Step on(RoomEvent event, long nowMillis) {
        RoomTurn turn = new RoomTurn(rules, state, nowMillis);
        turn.take(event);
        turn.settle(event);
        return turn.end();
    }

    /**
     * Returns the room's name.
     *
     * @return the name
     */
    public String room() {
        return state.view().room();
    }

    /**
     * Returns the egress that are guarded, those that are being stopped among them.
     *
     * @return a snapshot
     */
    public List<Guarded> guarded() {
        return state.egress().stream()
                .filter(EgressGuard::isGuarded)
                .map(this::guarded)
                .toList();
    }

    private Guarded guarded(EgressGuard egress) {
        Sighting host = state.host(egress.facts());
        return new Guarded(
                egress.facts(),
                egress.seenAtMillis(),
                host,
                state.view().readings(host.identity()),
                egress.stopper().toString(),
                egress.outlook(host, rules));
    }

    /**
     * Returns the egress that have ended within the last hour.
     *
     * @return a snapshot of at most 16, the latest first
     */
    public List<Over> over() {
        return state.egress().stream()
                .filter(egress -> !egress.isGuarded())
                .flatMap(egress -> Stream.ofNullable(egress.ended())
                        .map(end -> new Over(egress.facts(), end.atMillis(), end.by())))
                .toList();
    }

    /**
     * Returns what is known of the room's host.
     *
     * @return what is known
     */
    public Sighting host() {
        return state.view().host();
    }

    /**
     * Returns what is known of each of the room's hosts.
     *
     * @return the hosts by identity, also those that are gone
     */
    public List<Sighting> hosts() {
        return state.view().hosts();
    }

    /**
     * Tests whether a source sees nothing of this room now.
     *
     * @param source the source
     * @return true if it was never heard of, or not since it last was blind
     */
    public boolean isBlind(Source source) {
        return state.view().isBlind(source);
    }

    /**
     * Tests whether an egress has to be stopped still. If not, a stop that the server has not accepted is withdrawn.
     *
     * @param egressId the egress
     * @return false if its host is back, or the egress is not being stopped at all
     */
    public boolean isStopWanted(String egressId) {
        return find(egressId).map(EgressGuard::isStopWanted).orElse(false);
    }

    /**
     * Tests whether the guard was told of the room of each guarded egress: of its id and when it was created. Until then
     * nobody counts as host of such an egress, for somebody who published in an earlier room of the name is not a host of
     * this one. Neither lists of participants nor all webhooks tell that, so it should be asked for, and reported as
     * {@link io.github.streamlifecycle.livekit.room.Observation.RoomStarted}.
     *
     * @return true if the rooms are known, or the egress do not tell of which they are
     */
    public boolean knowsItsRoom() {
        return state.egress().stream().noneMatch(egress -> egress.isGuarded() && state.isUntoldOf(egress.facts()));
    }

    /**
     * Tests whether the room has an egress that is guarded.
     *
     * @return true from the first such egress on until the last has ended
     */
    public boolean isGuarding() {
        return state.isGuarding();
    }

    /**
     * Tests whether nothing is remembered that would matter later, so that the guard may be dropped.
     *
     * @return true if there is no egress, not even one that ended within the last hour
     */
    public boolean isEmpty() {
        return state.egress().isEmpty();
    }

    /**
     * Tests whether a participant's media matter to an egress here.
     *
     * @param participant a participant of this room
     * @return true if it is a host, or one without whom an egress has nothing to show
     */
    public boolean needs(RoomParticipant participant) {
        return state.egress().stream()
                .filter(EgressGuard::isGuarded)
                .anyMatch(egress -> ListedRoom.isOwner(
                        room(), rules.host(), participant, egress.facts().owner()));
    }

    /**
     * Tests whether another guard would be written down differently, but for what polls repeat all the time.
     *
     * @param other another guard of this room
     * @return true if an egress or its state differs
     */
    public boolean differsFrom(RoomGuard other) {
        return !state.egress().equals(other.state.egress());
    }

    private Optional<EgressGuard> find(String egressId) {
        return state.egress().stream()
                .filter(egress -> egress.facts().id().equals(egressId))
                .findFirst();
    }

    /**
     * The room and the egress guarded there.
     *
     * @return a line for logs
     */
    @Override
    public String toString() {
        return room() + ": " + guarded();
    }
}
