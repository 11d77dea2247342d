package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.HostRule.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The combined knowledge of all sources about the hosts of one room. A value: {@link #on} returns the next one.
 *
 * <p>A view is a sum of facts: the stays of each participant, the tracks published, the latest signs of a watch and a
 * lease, the times of the lists. Adding is associative, commutative and idempotent, so observations may come in any
 * order and any number of times; their meaning is read off the sum. Of a participant's several stays the latest counts,
 * whatever still arrives about earlier ones; a room is over once another of its name is created.
 *
 * <p>Three voices speak about a participant: the server (webhooks, and lists that repair what webhooks lost), a media
 * watch, and the host itself by its lease. A table gives their joint meaning; {@code docs/fusion.md} shows it. A source
 * that is blind has no voice. Muting has no effect; a host that is connected and publishes nothing is UP and idle.
 *
 * <p>Its size is bounded: {@value #MOST_PEOPLE} people, of whom hosts that the rule names are kept longest, then those
 * who publish; those who left without ever having published are forgotten after {@value #FORGET_AFTER_MILLIS} ms. For
 * each it keeps the stay that counts, two of unknown start, and 16 tracks. Only beyond these bounds can the order of
 * delivery matter.
 *
 * @since 0.1.0
 */
public final class RoomView {
    /** The largest difference allowed between the clocks of LiveKit's server and of this machine, in milliseconds. */
    public static final int CLOCK_SKEW_MILLIS = 5_000;

    /** The time for which participants that left without ever having published are remembered, in milliseconds. */
    public static final int FORGET_AFTER_MILLIS = 300_000;

    /** The number of people that are remembered. */
    public static final int MOST_PEOPLE = 128;

    /** UP before SUSPECT before DOWN before nothing; publishing before idle; then the latest. */
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
     * Returns the view of a room of which nothing is known.
     *
     * @param room the room's name
     * @param rule the rule that picks its hosts
     * @return the view
     */
    public static RoomView of(String room, HostRule rule) {
        return new RoomView(RoomKey.named(room).name(), Objects.requireNonNull(rule, "rule"), RoomFacts.NONE);
    }

    /**
     * Restores the view that {@link #toBytes()} wrote. It includes the latest signs of a watch and a lease: report each
     * as {@link Observation.Blind} unless it ran all the while.
     *
     * @param bytes the bytes that {@link #toBytes()} returned
     * @param rule the rule that picks the room's hosts; for participants described under another rule, that rule's
     *     answer holds until they are described again
     * @return the view
     * @throws IllegalArgumentException if the bytes are damaged or of an unknown version
     */
    public static RoomView fromBytes(byte[] bytes, HostRule rule) {
        return RoomBytes.read(bytes, Objects.requireNonNull(rule, "rule"));
    }

    /**
     * Returns this view as bytes, without its rule: about 150 bytes for each participant. The format is stable across
     * releases.
     *
     * @return the bytes for {@link #fromBytes}
     */
    public byte[] toBytes() {
        return RoomBytes.write(room, facts);
    }

    /**
     * Adds an observation.
     *
     * @param observation a source's observation of this room
     * @param nowMillis the present time, in milliseconds since the epoch; used only to forget participants
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
        return new RoomView(room, rule, somebodyNew ? RoomLimit.applied(joined, this::isNamedHost, nowMillis) : joined);
    }

    /**
     * Returns the room's name.
     *
     * @return the name
     */
    public String room() {
        return room;
    }

    /**
     * Returns the id of the room that has the name now.
     *
     * @return the id; empty while no source has told it
     */
    public Optional<String> roomId() {
        return Optional.of(facts.creation().id()).filter(id -> !id.isEmpty());
    }

    /**
     * Returns the sighting of the room's host: of several hosts the best one.
     *
     * @return a host that is UP if one is, else one that may be: a participant that published and is there but could
     *     not be judged, or a host of whom no source knows whether it is there; else a host that is SUSPECT, else the
     *     last that was
     */
    public Sighting host() {
        Sighting best = best(hosts());
        return isUp(best) ? best : unclear().orElse(best);
    }

    /** Returns a participant that published and may be a host that is there: the rule failed, or no source knows. */
    private Optional<Sighting> unclear() {
        return views().flatMap(view -> switch (verdict(view)) {
                    case HOST -> Stream.of(view).filter(PersonView::isUnclear).map(PersonView::sighting);
                    case FAILED ->
                        Stream.of(view).filter(PersonView::mayBeThere).map(RoomView::unjudged);
                    case NO_HOST -> Stream.<Sighting>empty();
                })
                .findFirst();
    }

    private static Sighting unjudged(PersonView view) {
        return view.sighting().withoutPresence(Reason.RULE_FAILED);
    }

    private Stream<PersonView> views() {
        return facts.people().stream().map(person -> PersonView.at(facts, person));
    }

    private static boolean isUp(Sighting sighting) {
        return sighting.presence().filter(Presence.UP::equals).isPresent();
    }

    /**
     * Returns the sighting of each host. Participants that have not published yet are included only if the rule names
     * them.
     *
     * @return the hosts by identity, also those that are gone
     */
    public List<Sighting> hosts() {
        List<Sighting> hosts = new ArrayList<>();
        for (Person person : facts.people()) {
            PersonView view = PersonView.at(facts, person);
            Verdict verdict = verdict(view);
            if (verdict == Verdict.FAILED) {
                hosts.add(unjudged(view));
            } else if (verdict == Verdict.HOST && (rule.namesHosts() || view.hasPublished())) {
                hosts.add(view.sighting());
            }
        }
        return List.copyOf(hosts);
    }

    /**
     * Returns the sighting of one participant, host or not.
     *
     * @param identity the participant's identity
     * @return its sighting
     */
    public Sighting participant(String identity) {
        Person person = facts.person(identity);
        return person == null
                ? Sighting.nobody(Reason.NOTHING_KNOWN)
                : PersonView.at(facts, person).sighting();
    }

    /**
     * Returns the sighting of the participant that published the given tracks; of several the one that counts, as of
     * hosts. It is about
     * the participant, not the tracks, which may no longer be published.
     *
     * @param trackSids the tracks' sids ({@code TR_...})
     * @return its sighting
     */
    public Sighting publisherOf(Collection<String> trackSids) {
        List<PersonView> publishers = views().filter(
                        view -> view.person().tracks().stream().anyMatch(track -> trackSids.contains(track.sid())))
                .toList();
        Sighting best = best(publishers.stream().map(PersonView::sighting).toList());
        return isUp(best)
                ? best
                : publishers.stream()
                        .filter(PersonView::isUnclear)
                        .findFirst()
                        .map(PersonView::sighting)
                        .orElse(best);
    }

    /**
     * Returns whether a participant has published since a moment, by a sign that nobody gives who was gone by then: a later
     * stay with a track, a track that was published later, media that flow, or a lease that was renewed. That a list still
     * has an earlier stay is no such sign: LiveKit lists a participant that has crashed for 15 to 22 s.
     *
     * @param identity the participant's identity
     * @param millis the moment, in milliseconds since the epoch
     * @return true if there is such a sign
     */
    public boolean hasPublishedSince(String identity, long millis) {
        Person person = facts.person(identity);
        return person != null && PersonView.at(facts, person).hasPublishedSince(millis);
    }

    /**
     * Returns the word of each source about one participant, before they are weighed against each other.
     *
     * @param identity the participant's identity
     * @return a reading of each source, in the order of {@link Source}
     */
    public List<SourceReading> readings(String identity) {
        Person person = facts.person(identity);
        return person == null
                ? Stream.of(Source.values()).map(SourceReading::nothing).toList()
                : new SourceVoices(PersonView.at(facts, person)).all().toList();
    }

    /**
     * Returns whether a source sees nothing of this room now.
     *
     * @param source the source
     * @return true if it was never heard of, or not since it last was {@link Observation.Blind}
     */
    public boolean isBlind(Source source) {
        return facts.spans().isBlind(source);
    }

    /**
     * Returns when a source last reported something, its own blindness too.
     *
     * @param source the source
     * @return the latest time that it named, in milliseconds since the epoch; 0 if it was never heard of
     */
    public long heardAtMillis(Source source) {
        return facts.spans().latest(source);
    }

    private boolean isNamedHost(PersonView view) {
        return rule.namesHosts() && verdict(view) == Verdict.HOST;
    }

    private Verdict verdict(PersonView view) {
        Reading<Verdict> said = view.verdict();
        return said == null ? rule.ofIdentity(room, view.person().identity()) : said.sign();
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
     * Returns the room and the sighting of its host.
     *
     * @return a line for logs
     */
    @Override
    public String toString() {
        return room + ": " + host();
    }
}
