package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.HostRule.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all sources together know of the hosts of one room. A value: {@link #on} gives the next one.
 *
 * <p>A view is nothing but facts added up: who was there from when to when, what was published, what a watch and a lease said
 * last, when lists were read. Adding is associative, commutative and idempotent, so that observations may come in any
 * order and any number of times, and what they mean is read off the sum. Of a participant's several stays the one that
 * joined last counts, whatever is still told about earlier ones; a room is over with the creation of another of its name.
 *
 * <p>Three voices speak about a participant: the server (webhooks, and lists that repair what webhooks lost), a media watch,
 * and the host itself by its lease. A table says what they mean together; {@code docs/fusion.md} shows it. A source that is
 * blind has no voice. Muting is nothing; a host that is connected and publishes nothing is UP and idle.
 *
 * <p>It is bounded: {@value #MOST_PEOPLE} people, of whom those who publish are kept longest and those who left without ever
 * having published are forgotten {@value #FORGET_AFTER_MILLIS} ms later; for each the stay that counts and two of unknown
 * start, and 16 tracks. So the order of delivery may matter only for what comes later than that.
 *
 * @since 0.1.0
 */
public final class RoomView {
    /** How far apart the clocks of LiveKit's server and ours may be, in milliseconds. */
    public static final int CLOCK_SKEW_MILLIS = 5_000;

    /** For how long those are remembered who left without ever having published, in milliseconds. */
    public static final int FORGET_AFTER_MILLIS = 300_000;

    /** How many people are remembered. */
    public static final int MOST_PEOPLE = 128;

    /** UP before SUSPECT before DOWN before nothing; those who publish before those who idle; what was heard last. */
    private static final Comparator<Sighting> BEST = Comparator.comparing(RoomView::rank)
            .thenComparing(sighting -> sighting.idleSinceMillis().orElse(Long.MAX_VALUE), Comparator.reverseOrder())
            .thenComparing(Sighting::atMillis, Comparator.reverseOrder())
            .thenComparing(Sighting::identity);

    private final String room;
    private final HostRule rule;
    private final RoomFacts facts;

    RoomView(String room, HostRule rule, RoomFacts facts) {
        this.room = room;
        this.rule = rule;
        this.facts = facts;
    }

    /**
     * A room of which nothing is known.
     *
     * @param room the room's name
     * @param rule who its host is
     * @return the view
     */
    public static RoomView of(String room, HostRule rule) {
        return new RoomView(RoomKey.named(room).name(), Objects.requireNonNull(rule, "rule"), RoomFacts.NONE);
    }

    /**
     * The view that {@link #toBytes()} wrote down. What a watch and a lease said is in it as well: tell it that they are
     * {@link Observation.Blind} unless they went on all the while.
     *
     * @param bytes from {@link #toBytes()}
     * @param rule who the room's host is; what another rule said of those described before holds until they are again
     * @return the view
     * @throws IllegalArgumentException if the bytes are torn, or of a version that is not known
     */
    public static RoomView fromBytes(byte[] bytes, HostRule rule) {
        return RoomBytes.read(bytes, Objects.requireNonNull(rule, "rule"));
    }

    /**
     * Writes the view down, but for its rule: about 150 bytes for a participant. Stable over releases.
     *
     * @return bytes for {@link #fromBytes}
     */
    public byte[] toBytes() {
        return RoomBytes.write(room, facts);
    }

    /**
     * Adds an observation.
     *
     * @param observation what a source says of this room
     * @param nowMillis now, in milliseconds since the epoch; it only decides who is forgotten
     * @return the view after it
     * @throws IllegalArgumentException if it is about a room of another name
     */
    public RoomView on(Observation observation, long nowMillis) {
        String name = observation.origin().room().name();
        if (!name.equals(room)) {
            throw new IllegalArgumentException("this is a view of room \"" + room + "\", not of \"" + name + "\"");
        }
        RoomFacts joined = facts.join(ObservationFacts.of(observation, rule));
        boolean somebodyNew = joined.people().size() > facts.people().size();
        return new RoomView(room, rule, somebodyNew ? Forgetting.applied(joined, nowMillis) : joined);
    }

    /**
     * The room's name.
     *
     * @return the name
     */
    public String room() {
        return room;
    }

    /**
     * The id of the room that has the name now.
     *
     * @return the id; empty while no source has told it
     */
    public Optional<String> roomId() {
        return Optional.of(facts.creation().id()).filter(id -> !id.isEmpty());
    }

    /**
     * What is known of the room's host: of several the best.
     *
     * @return a host that is UP if one is, else one that is SUSPECT, else the last that was
     */
    public Sighting host() {
        return best(hosts());
    }

    /**
     * What is known of each host. Those who have not published yet are among them only if the rule names them.
     *
     * @return the hosts by identity, also those that are gone
     */
    public List<Sighting> hosts() {
        List<Sighting> hosts = new ArrayList<>();
        for (Person person : facts.people()) {
            Look look = Look.at(facts, person);
            Verdict verdict = verdict(look);
            if (verdict == Verdict.FAILED) {
                hosts.add(look.sighting().withoutPresence(Reason.RULE_FAILED));
            } else if (verdict == Verdict.HOST && (rule.namesHosts() || look.hasPublished())) {
                hosts.add(look.sighting());
            }
        }
        return List.copyOf(hosts);
    }

    /**
     * What is known of one participant, host or not.
     *
     * @param identity the participant's identity
     * @return what is known
     */
    public Sighting participant(String identity) {
        Person person = facts.person(identity);
        return person == null
                ? Sighting.nobody(Reason.NOTHING_KNOWN)
                : Look.at(facts, person).sighting();
    }

    /**
     * What is known of whoever published tracks: the best, if several did. The participant is meant, not the tracks: it may
     * have stopped publishing them.
     *
     * @param trackSids the tracks' sids ({@code TR_...})
     * @return what is known
     */
    public Sighting publisherOf(Collection<String> trackSids) {
        return best(facts.people().stream()
                .filter(person -> person.tracks().stream().anyMatch(track -> trackSids.contains(track.sid())))
                .map(person -> Look.at(facts, person).sighting())
                .toList());
    }

    /**
     * Whether a source sees nothing of this room now.
     *
     * @param source the source
     * @return true if it was never heard of, or not since it last was {@link Observation.Blind}
     */
    public boolean isBlind(Source source) {
        return facts.spans().isBlind(source);
    }

    private Verdict verdict(Look look) {
        Reading<Verdict> said = look.verdict();
        return said == null ? rule.ofIdentity(room, look.person().identity()) : said.sign();
    }

    private static Sighting best(List<Sighting> sightings) {
        return sightings.stream().min(BEST).orElseGet(() -> Sighting.nobody(Reason.NOTHING_KNOWN));
    }

    private static int rank(Sighting sighting) {
        return sighting.presence().map(Presence::ordinal).orElse(Presence.values().length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RoomView view && room.equals(view.room) && facts.equals(view.facts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(room, facts);
    }

    /**
     * The room and what is known of its host.
     *
     * @return a line for logs
     */
    @Override
    public String toString() {
        return room + ": " + host();
    }
}
