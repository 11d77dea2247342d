package io.github.streamlifecycle.livekit.server.guard;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Reason;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner.Participant;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner.PublisherOf;
import io.github.streamlifecycle.livekit.server.guard.ListedHost.Answer;
import java.util.List;

/** One list of a room's participants, read as if nothing were known but it. */
record ListedRoom(String room, HostRule rule, Observation.Listed listed) {
    ListedHost hostOf(EgressOwner owner) {
        long askedAt = listed.origin().atMillis();
        return new ListedHost(isThere(owner) ? Answer.THERE : Answer.MISSING, askedAt);
    }

    private boolean isThere(EgressOwner owner) {
        return owner instanceof EgressOwner.Host
                ? hosts(publishers()).stream().anyMatch(ListedRoom::mayBeThere)
                : listed.participants().stream().anyMatch(one -> isOwner(room, rule, one, owner));
    }

    private Observation.Listed publishers() {
        return new Observation.Listed(
                listed.origin(),
                listed.participants().stream()
                        .filter(RoomParticipant::hasPublished)
                        .toList());
    }

    /** A participant that the rule could not judge may be a host. */
    private static boolean mayBeThere(Sighting host) {
        return host.reason() == Reason.RULE_FAILED
                || host.presence().filter(Presence.UP::equals).isPresent();
    }

    private List<Sighting> hosts(Observation.Listed list) {
        return RoomView.of(room, rule).on(list, list.origin().atMillis()).hosts();
    }

    /** Whether a participant is one without whom an egress of this owner has nothing to show, published or not. */
    static boolean isOwner(String room, HostRule rule, RoomParticipant participant, EgressOwner owner) {
        if (owner instanceof Participant one) {
            return one.identity().equals(participant.identity());
        }
        if (owner instanceof PublisherOf publisher) {
            return participant.tracks().stream().anyMatch(publisher.tracks()::contains);
        }
        Observation.Origin alone = new Observation.Origin(Source.POLLING, RoomKey.named(room), 1);
        Observation.Listed list = new Observation.Listed(alone, List.of(participant));
        return !new ListedRoom(room, rule, list).hosts(list).isEmpty();
    }
}
