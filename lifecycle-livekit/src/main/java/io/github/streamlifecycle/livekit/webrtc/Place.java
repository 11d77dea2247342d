package io.github.streamlifecycle.livekit.webrtc;

import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import livekit.LivekitModels.ParticipantInfo;

/** A host's place in a room. The server keeps one for each identity: who comes later takes it. */
final class Place {
    private final String identity;
    private final Single<List<ParticipantInfo>> participants;
    /** The participants that sessions of ours are, or were. */
    private final Set<String> ours = ConcurrentHashMap.newKeySet();

    Place(String identity, Single<List<ParticipantInfo>> participants) {
        this.identity = identity;
        this.participants = participants;
    }

    /** At a WHIP server of which nothing else is known, nobody can be asked who is there. */
    static Place unknown() {
        return new Place("", Single.just(List.of()));
    }

    /** LiveKit names a session after its participant. */
    void add(WhipResource session) {
        String path = session.location().getPath();
        ours.add(path.substring(path.lastIndexOf('/') + 1));
    }

    Single<Boolean> isTakenBySomebodyElse() {
        return participants.map(all -> all.stream()
                .anyMatch(one -> one.getIdentity().equals(identity)
                        && one.getState() != ParticipantInfo.State.DISCONNECTED
                        && !ours.contains(one.getSid())));
    }
}
