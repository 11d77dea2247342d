package io.github.streamlifecycle.livekit.room;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** All that a view can be asked, so that two views can be told apart only by what they mean. */
record Known(
        Sighting host,
        List<Sighting> hosts,
        Map<String, Sighting> participants,
        Map<String, Sighting> publishers,
        Optional<String> roomId,
        List<Source> blind) {
    static Known of(RoomView view, List<Observation> about) {
        Map<String, Sighting> participants = new TreeMap<>();
        Map<String, Sighting> publishers = new TreeMap<>();
        for (Observation observation : about) {
            identities(observation).forEach(identity -> participants.put(identity, view.participant(identity)));
            tracks(observation).forEach(track -> publishers.put(track, view.publisherOf(List.of(track))));
        }
        return new Known(
                view.host(),
                view.hosts(),
                participants,
                publishers,
                view.roomId(),
                Stream.of(Source.values()).filter(view::isBlind).toList());
    }

    private static Stream<String> identities(Observation observation) {
        if (observation instanceof Observation.Joined joined) {
            return Stream.of(joined.participant().identity());
        }
        if (observation instanceof Observation.Left left) {
            return Stream.of(left.participant().identity());
        }
        if (observation instanceof Observation.Lease lease) {
            return Stream.of(lease.identity());
        }
        if (observation instanceof Observation.Listed listed) {
            return listed.participants().stream().map(RoomParticipant::identity);
        }
        return Stream.empty();
    }

    private static Stream<String> tracks(Observation observation) {
        if (observation instanceof Observation.TrackPublished published) {
            return Stream.of(published.trackSid());
        }
        return observation instanceof Observation.TrackUnpublished unpublished
                ? Stream.of(unpublished.trackSid())
                : Stream.empty();
    }
}
