package io.github.streamlifecycle.livekit.room;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of everybody who ever was in the room under one identity.
 *
 * @param publishedAt when a source last proved that it publishes or has published; 0 if none did
 * @param lease what became of its lease; null if it has none
 */
record Person(
        String identity, long publishedAt, @Nullable Reading<LeaseSign> lease, List<Stay> stays, List<TrackStay> tracks)
        implements Fact<Person> {

    @Override
    public String key() {
        return identity;
    }

    @Override
    public Person join(Person other) {
        return new Person(
                identity,
                Math.max(publishedAt, other.publishedAt),
                Reading.later(lease, other.lease),
                Stay.settled(Fact.join(stays, other.stays)),
                TrackStay.limited(Fact.join(tracks, other.tracks)));
    }
}
