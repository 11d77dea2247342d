package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.Fusion.LeaseState;
import io.github.streamlifecycle.livekit.room.Fusion.MediaState;
import io.github.streamlifecycle.livekit.room.Fusion.Ruling;
import io.github.streamlifecycle.livekit.room.Fusion.StayState;
import io.github.streamlifecycle.livekit.room.HostRule.Verdict;
import io.github.streamlifecycle.livekit.room.LeftReason.Meaning;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The state of one person, read off the facts of the room as the three voices that {@link Fusion} joins.
 *
 * @param stay the person's stay that counts; null if nothing but a lease speaks of the person
 */
record PersonView(RoomFacts facts, Person person, @Nullable Stay stay) {
    static PersonView at(RoomFacts facts, Person person) {
        return new PersonView(facts, person, Stay.current(person.stays()));
    }

    Sighting sighting() {
        StayState stays = stayState();
        MediaState media = stays == StayState.UNHEARD ? MediaState.UNKNOWN : mediaState();
        Ruling ruling = Fusion.of(stays, media, leaseState());
        Optional<Presence> presence = Optional.ofNullable(hasPublished() ? ruling.presence() : null);
        Evidence evidence = Evidence.of(this, stays, ruling.voice());
        boolean idle = presence.equals(Optional.of(Presence.UP)) && media != MediaState.FLOW && !hasTracks();
        return new Sighting(
                person.identity(),
                presence,
                evidence.reason(),
                evidence.source(),
                evidence.atMillis(),
                idle ? quietSince() : OptionalLong.empty());
    }

    StayState stayState() {
        if (stay == null) {
            return leaseIsOfAFinishedRoom() ? StayState.GONE : unheard(StayState.UNKNOWN);
        }
        if (facts.isOver(stay.began())) {
            return StayState.GONE;
        }
        StayState told = switch (stay.meaning()) {
            case LEFT, LOST -> StayState.GONE;
            case DOUBTFUL -> isMissing(stay) ? StayState.MISSING : StayState.DOUBTFUL;
            case REPLACED, STAYS -> byLists(stay);
        };
        return isBackSince(told, stay) ? unheard(StayState.UNHEARD) : told;
    }

    /**
     * Returns whether the lease was renewed in a later stay than the latest that the server has told of: it was renewed
     * after the end of that one, or nothing but the lease has ever said that this person publishes, so that it was not in
     * the stay that has ended or seems to.
     */
    private boolean isBackSince(StayState told, Stay latest) {
        if (told == StayState.THERE || !isPublisherByLease()) {
            return false;
        }
        return !isPublisherByServer()
                || (told == StayState.GONE
                        && StayStart.seen(latest.provedAt()).isBefore(person.leasedAt() - RoomView.CLOCK_SKEW_MILLIS));
    }

    /** Returns the state of a stay of which nothing but a lease tells, unless lists lack it. */
    private StayState unheard(StayState unknown) {
        long told = person.leasedAt() == 0 ? Long.MAX_VALUE : person.leasedAt() + RoomView.CLOCK_SKEW_MILLIS;
        if (facts.lists().previous() > told) {
            return StayState.MISSING;
        }
        return facts.lists().latest() > told ? StayState.DOUBTFUL : unknown;
    }

    StayState byLists(Stay current) {
        if (isMissing(current)) {
            return StayState.MISSING;
        }
        return isLackedBy(facts.lists().latest(), current) ? StayState.DOUBTFUL : StayState.THERE;
    }

    private boolean isMissing(Stay current) {
        return isLackedBy(facts.lists().previous(), current);
    }

    /** Returns whether a list should contain the stay but does not. */
    private static boolean isLackedBy(long listedAt, Stay current) {
        return listedAt > current.listedAt() && listedAt > current.provedAt() + RoomView.CLOCK_SKEW_MILLIS;
    }

    /**
     * Returns whether the person has published in the room of the stay; an earlier room of the same name does not
     * count.
     */
    boolean hasPublished() {
        return isPublisherByServer() || isPublisherByLease();
    }

    private boolean isPublisherByServer() {
        Publication published = person.published();
        return published.atMillis() > 0
                && (facts.isOfTheRoom(published) || (stay != null && facts.isOver(stay.began())));
    }

    private boolean isPublisherByLease() {
        Publication leased = new Publication(person.leasedAt() - RoomView.CLOCK_SKEW_MILLIS, "");
        return person.leasedAt() > 0 && (facts.isOfTheRoom(leased) || (stay != null && facts.isOver(stay.began())));
    }

    /** Returns whether the person publishes or did, and is not known to be gone. */
    boolean mayBeThere() {
        Optional<Presence> presence = sighting().presence();
        return hasPublished() && !presence.equals(Optional.of(Presence.DOWN));
    }

    /** Returns whether the person publishes or did, and no source knows whether it is still there. */
    boolean isUnclear() {
        return hasPublished() && sighting().presence().isEmpty();
    }

    MediaState mediaState() {
        Reading<MediaSign> media = stay == null || stay.meaning() == Meaning.REPLACED ? null : stay.media();
        if (media == null || facts.spans().isBlindSince(Source.MEDIA_WATCH, media.atMillis())) {
            return MediaState.UNKNOWN;
        }
        return switch (media.sign()) {
            case NO_SIGN -> MediaState.UNKNOWN;
            case FLOWS -> MediaState.FLOW;
            case STALLED, QUALITY_LOST -> MediaState.DOUBTFUL;
        };
    }

    LeaseState leaseState() {
        Reading<LeaseSign> lease = person.lease();
        if (lease == null) {
            return LeaseState.UNKNOWN;
        }
        boolean blind = facts.spans().isBlindSince(Source.LEASE, lease.atMillis());
        boolean outdated = stay != null && isOutdated(lease, stay);
        return switch (lease.sign()) {
            case RENEWED -> blind ? LeaseState.UNKNOWN : LeaseState.RENEWED;
            case SILENT, SOCKET_CLOSED, MEDIA_DOWN -> blind || outdated ? LeaseState.UNKNOWN : LeaseState.DOUBTFUL;
            case GOODBYE -> outdated ? LeaseState.UNKNOWN : LeaseState.GOODBYE;
        };
    }

    /**
     * Returns whether a lease's bad sign no longer counts. A lease does not name a stay, so such a sign counts only
     * against a stay that had certainly begun by then, and not against media that flowed later: a doubt that was
     * refuted does not come back because the watch goes blind.
     */
    private boolean isOutdated(Reading<LeaseSign> lease, Stay current) {
        Reading<MediaSign> media = current.media();
        boolean flowsSince = media != null
                && media.sign() == MediaSign.FLOWS
                && media.atMillis() > lease.atMillis()
                && (lease.sign() != LeaseSign.GOODBYE || mediaState() == MediaState.FLOW);
        long began = current.meaning() == Meaning.REPLACED
                ? current.provedAt()
                : current.start().atMillis();
        return flowsSince || lease.atMillis() <= began + RoomView.CLOCK_SKEW_MILLIS;
    }

    private boolean leaseIsOfAFinishedRoom() {
        Reading<LeaseSign> lease = person.lease();
        return lease != null && facts.isFinishedSince(lease.atMillis() - RoomView.CLOCK_SKEW_MILLIS);
    }

    /** Returns whether the stay that counts has a track that is published now, muted or not. */
    boolean hasTracks() {
        for (TrackStay track : person.tracks()) {
            if (isPublishedNow(track)) {
                return true;
            }
        }
        return false;
    }

    private boolean isPublishedNow(TrackStay track) {
        return stay != null
                && track.stay().equals(stay.sid())
                && track.isPublished(facts.lists().latest());
    }

    /**
     * Returns whether the person has published since a moment, by a sign that nobody gives who was gone by then: a later stay
     * with a track, a track that was published later, media that flow, or a lease that was renewed. Neither a list that
     * still has an earlier stay is one, nor the end of a track, nor a source that went blind.
     */
    boolean hasPublishedSince(long moment) {
        if (leaseState() == LeaseState.RENEWED && person.leasedAt() > moment) {
            return true;
        }
        Stay current = stay;
        if (current == null) {
            return false;
        }
        Reading<MediaSign> media = current.media();
        if (mediaState() == MediaState.FLOW && media != null && media.atMillis() > moment) {
            return true;
        }
        boolean isLater = current.start().exact() && current.start().atMillis() > moment;
        return person.tracks().stream()
                .filter(this::isPublishedNow)
                .anyMatch(track -> isLater || track.publishedAt() > moment);
    }

    private OptionalLong quietSince() {
        if (stay == null) {
            return OptionalLong.empty();
        }
        long since = stay.meaning() == Meaning.REPLACED
                ? stay.provedAt()
                : stay.start().atMillis();
        for (TrackStay track : person.tracks()) {
            since = Math.max(since, track.lastKnownAt());
        }
        return since == 0 ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /** Returns the rule's answer for the stay that counts, or for another stay if that one was not described yet. */
    @Nullable
    Reading<Verdict> verdict() {
        Reading<Verdict> said = stay == null ? null : stay.verdict();
        if (said == null) {
            for (Stay other : person.stays()) {
                said = Reading.later(said, other.verdict());
            }
        }
        return said;
    }

    /** Returns the time when the person was last heard of. */
    long heardAt() {
        long lease = person.lease() == null ? 0 : person.lease().atMillis();
        return stay == null ? lease : Math.max(lease, Math.max(stay.provedAt(), stay.listedAt()));
    }
}
