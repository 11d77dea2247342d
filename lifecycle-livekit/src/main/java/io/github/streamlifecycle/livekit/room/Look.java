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
 * A look at one person by the facts of the room: the three voices that {@link Fusion} joins.
 *
 * @param stay the person's stay that counts; null if nothing but a lease speaks of the person
 */
record Look(RoomFacts facts, Person person, @Nullable Stay stay) {
    static Look at(RoomFacts facts, Person person) {
        return new Look(facts, person, Stay.current(person.stays()));
    }

    Sighting sighting() {
        StayState stays = stayState();
        MediaState media = mediaState();
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
            return leaseIsOfAFinishedRoom() ? StayState.GONE : StayState.UNKNOWN;
        }
        if (facts.isOver(stay.began())) {
            return StayState.GONE;
        }
        return switch (stay.meaning()) {
            case LEFT, LOST -> StayState.GONE;
            case DOUBTFUL -> isMissing(stay) ? StayState.MISSING : StayState.DOUBTFUL;
            case REPLACED, STAYS -> byLists(stay);
        };
    }

    private StayState byLists(Stay current) {
        if (isMissing(current)) {
            return StayState.MISSING;
        }
        return isLackedBy(facts.lists().latest(), current) ? StayState.DOUBTFUL : StayState.THERE;
    }

    private boolean isMissing(Stay current) {
        return isLackedBy(facts.lists().previous(), current);
    }

    /** Whether a list ought to have the stay and does not. */
    private static boolean isLackedBy(long listedAt, Stay current) {
        return listedAt > current.listedAt() && listedAt > current.provedAt() + RoomView.CLOCK_SKEW_MILLIS;
    }

    /** Whether it has published in the room of its stay: what it did in an earlier room of the name does not count. */
    boolean hasPublished() {
        return person.publishedAt() > 0
                && (facts.isSinceCreation(person.publishedAt()) || (stay != null && facts.isOver(stay.began())));
    }

    private MediaState mediaState() {
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

    private LeaseState leaseState() {
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
     * A lease does not say of which stay it speaks: what it says against a host is held only against a stay that surely had
     * begun by then, and not against media that began to flow later.
     */
    private boolean isOutdated(Reading<LeaseSign> lease, Stay current) {
        boolean flowsSince = mediaState() == MediaState.FLOW
                && current.media() != null
                && current.media().atMillis() > lease.atMillis();
        long began = current.meaning() == Meaning.REPLACED
                ? current.provedAt()
                : current.start().atMillis();
        return flowsSince || lease.atMillis() <= began + RoomView.CLOCK_SKEW_MILLIS;
    }

    private boolean leaseIsOfAFinishedRoom() {
        Reading<LeaseSign> lease = person.lease();
        return lease != null && facts.isFinishedSince(lease.atMillis() - RoomView.CLOCK_SKEW_MILLIS);
    }

    /** Whether the stay that counts has a track that is published now, muted or not. */
    boolean hasTracks() {
        for (TrackStay track : person.tracks()) {
            if (stay != null
                    && track.stay().equals(stay.sid())
                    && track.isPublished(facts.lists().latest())) {
                return true;
            }
        }
        return false;
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

    /** What the rule says of it: for the stay that counts, or for another where that was not described yet. */
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

    /** When something was last heard of the person. */
    long heardAt() {
        long lease = person.lease() == null ? 0 : person.lease().atMillis();
        return stay == null ? lease : Math.max(lease, Math.max(stay.provedAt(), stay.listedAt()));
    }
}
