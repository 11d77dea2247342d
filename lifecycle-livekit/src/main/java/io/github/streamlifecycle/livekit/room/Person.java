package io.github.streamlifecycle.livekit.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The facts about every stay in the room under one identity.
 *
 * @param published the latest proof by the server or a watch that it publishes or has published
 * @param leasedAt the time when its lease last said that it publishes; 0 if it never did
 * @param lease the state of its lease; null if it has none
 */
record Person(
        String identity,
        Publication published,
        long leasedAt,
        @Nullable Reading<LeaseSign> lease,
        List<Stay> stays,
        List<TrackStay> tracks)
        implements Fact<Person> {

    /** Returns what the server or a watch tells of a person. */
    static Person told(String identity, Publication published, Stay stay, List<TrackStay> tracks) {
        return new Person(identity, published, 0, null, List.of(stay), tracks);
    }

    @Override
    public String key() {
        return identity;
    }

    @Override
    public Person join(Person other) {
        return new Person(
                identity,
                published.later(other.published),
                Math.max(leasedAt, other.leasedAt),
                Reading.later(lease, other.lease),
                Stay.settled(Fact.join(stays, other.stays)),
                TrackStay.limited(Fact.join(tracks, other.tracks)));
    }
}
