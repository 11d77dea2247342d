package io.github.streamlifecycle.livekit.media;

import io.github.streamlifecycle.livekit.media.TrackCadence.State;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The media of one participant, as a watcher receives them.
 *
 * @param participant the participant's stay
 * @param tracks its tracks, as the room is told of them
 * @param cadences of the tracks that are received, by sid
 * @param isLost whether LiveKit calls its connection quality LOST
 */
record HostMedia(
        ParticipantKey participant, List<WatchedTrack> tracks, Map<String, TrackCadence> cadences, boolean isLost) {
    /** A second opinion is asked for before a silence is long enough to be a sign, so that it is there by then. */
    private static final long DOUBTFUL_AFTER_MILLIS = 400;

    /** For how long a track that was asked for now may take to arrive: a request for a key frame and its way. */
    private static final long ARRIVES_WITHIN_MILLIS = 800;

    HostMedia {
        tracks = List.copyOf(tracks);
        cadences = Map.copyOf(cadences);
    }

    static HostMedia of(ParticipantKey participant, List<WatchedTrack> tracks) {
        return new HostMedia(participant, tracks, Map.of(), false);
    }

    /** Tracks that are new have no cadence, those that were muted or are gone have lost theirs. */
    HostMedia withTracks(List<WatchedTrack> now) {
        Set<String> live =
                now.stream().filter(WatchedTrack::isLive).map(WatchedTrack::sid).collect(Collectors.toSet());
        return new HostMedia(participant, now, kept(cadences, live::contains), isLost);
    }

    HostMedia withLost(boolean lost) {
        return new HostMedia(participant, tracks, cadences, lost);
    }

    /** Takes a look at the counts of packets in: by track, of those tracks that are received. */
    HostMedia on(Map<String, Long> counts, long atMillis) {
        Map<String, TrackCadence> next = new HashMap<>();
        live().map(WatchedTrack::sid).filter(counts::containsKey).forEach(sid -> {
            TrackCadence before = cadences.get(sid);
            long count = counts.get(sid);
            next.put(sid, before == null ? TrackCadence.first(count, atMillis) : before.on(count, atMillis));
        });
        return new HostMedia(participant, tracks, next, isLost);
    }

    /**
     * The least that has to be received to judge by: sound alone while it is heard, all that is live otherwise.
     *
     * @return the sids
     */
    Set<String> wanted() {
        Optional<WatchedTrack> steadySound = live().filter(track -> track.kind() == WatchedTrack.Kind.AUDIO)
                .filter(track -> isSteady(track.sid()))
                .min(Comparator.comparing(WatchedTrack::sid));
        return steadySound
                .map(sound -> Set.of(sound.sid()))
                .orElseGet(() -> live().map(WatchedTrack::sid).collect(Collectors.toUnmodifiableSet()));
    }

    private boolean isSteady(String sid) {
        TrackCadence cadence = cadences.get(sid);
        return cadence != null && cadence.hasCadence() && cadence.silenceMillis() < DOUBTFUL_AFTER_MILLIS;
    }

    /** When the silence began that is a sign, or may soon be one; empty while anything is heard or nothing had a cadence. */
    Optional<Long> silentSinceMillis() {
        Collection<TrackCadence> all = cadences.values();
        return all.stream().anyMatch(cadence -> cadence.silenceMillis() < DOUBTFUL_AFTER_MILLIS)
                ? Optional.empty()
                : all.stream()
                        .filter(TrackCadence::hasCadence)
                        .map(TrackCadence::heardAtMillis)
                        .max(Comparator.naturalOrder());
    }

    /**
     * What the media say of their host.
     *
     * <pre>
     *  tracks that are live            | quality LOST | not LOST
     *  --------------------------------+--------------+---------
     *  one is heard                    | FLOWS        | FLOWS
     *  none is heard, one is silent    | QUALITY_LOST | STALLED, once the others had time to arrive
     *  none is heard, none is silent   | QUALITY_LOST | NO_SIGN
     *  there is none                   | NO_SIGN      | NO_SIGN
     * </pre>
     */
    MediaSign sign() {
        if (live().findAny().isEmpty()) {
            return MediaSign.NO_SIGN;
        }
        if (is(State.HEARD)) {
            return MediaSign.FLOWS;
        }
        if (isLost) {
            return MediaSign.QUALITY_LOST;
        }
        return is(State.SILENT) && haveAllHadTime() ? MediaSign.STALLED : MediaSign.NO_SIGN;
    }

    private boolean is(State state) {
        return live().filter(track -> cadences.containsKey(track.sid())).anyMatch(track -> stateOf(track) == state);
    }

    private State stateOf(WatchedTrack track) {
        State state = cadences.get(track.sid()).state();
        return state == State.SILENT && track.kind() == WatchedTrack.Kind.SCREEN ? State.QUIET : state;
    }

    /** A track that is received since a moment ago, as a second opinion, may be heard yet. */
    private boolean haveAllHadTime() {
        return live().allMatch(track -> {
            TrackCadence cadence = cadences.get(track.sid());
            return cadence != null && cadence.lookedAtMillis() - cadence.steadySinceMillis() >= ARRIVES_WITHIN_MILLIS;
        });
    }

    private Stream<WatchedTrack> live() {
        return tracks.stream().filter(WatchedTrack::isLive);
    }

    private static Map<String, TrackCadence> kept(Map<String, TrackCadence> all, Predicate<String> isKept) {
        return all.entrySet().stream()
                .filter(entry -> isKept.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
