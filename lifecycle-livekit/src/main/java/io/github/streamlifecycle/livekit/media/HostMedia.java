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
 * @param tracks its tracks, as the room announces them
 * @param cadences the cadences of the tracks that are received, by sid
 * @param isLost true while LiveKit calls its connection quality LOST
 * @param fall the bad sign that was given and holds until media have flown for a while
 */
record HostMedia(
        ParticipantKey participant,
        List<WatchedTrack> tracks,
        Map<String, TrackCadence> cadences,
        boolean isLost,
        Optional<Fall> fall) {
    /**
     * A bad sign.
     *
     * @param sign STALLED or QUALITY_LOST
     * @param flowsSinceMillis the time since when media flow again, as far as they do
     */
    record Fall(MediaSign sign, Optional<Long> flowsSinceMillis) {}

    /**
     * The time for which media have to flow after a bad sign: at the end of a track LiveKit sends blank frames for 0.2 s,
     * which are no sign of life.
     */
    private static final long BACK_AFTER_MILLIS = 400;

    /**
     * The longest time in which a track arrives that was requested, as a second opinion, when the others fell silent: a
     * request for a key frame and its round trip, twice if one is lost.
     */
    private static final long ARRIVES_WITHIN_MILLIS = 1_000;

    /** The time after which a track is not expected any more, whatever held it up: LOST itself is 11 s late. */
    private static final long GIVEN_UP_AFTER_MILLIS = 3_000;

    HostMedia {
        tracks = List.copyOf(tracks);
        cadences = Map.copyOf(cadences);
    }

    static HostMedia of(ParticipantKey participant, List<WatchedTrack> tracks) {
        return new HostMedia(participant, tracks, Map.of(), false, Optional.empty());
    }

    /**
     * Returns these media with other tracks. New tracks have no cadence, and those that were muted or are gone lose
     * theirs.
     */
    HostMedia withTracks(List<WatchedTrack> now) {
        Set<String> live =
                now.stream().filter(WatchedTrack::isLive).map(WatchedTrack::sid).collect(Collectors.toSet());
        return new HostMedia(participant, now, kept(cadences, live::contains), isLost, fall);
    }

    HostMedia withLost(boolean lost) {
        return new HostMedia(participant, tracks, cadences, lost, fall);
    }

    /** Returns these media after a count of packets, by track, of the tracks that are received. */
    HostMedia on(Map<String, TrackCount> counts, long atMillis) {
        Map<String, TrackCadence> next = new HashMap<>();
        live().map(WatchedTrack::sid).filter(counts::containsKey).forEach(sid -> {
            TrackCadence before = cadences.get(sid);
            TrackCount count = counts.get(sid);
            next.put(sid, before == null ? TrackCadence.first(count.packets(), atMillis) : before.on(count, atMillis));
        });
        return new HostMedia(participant, tracks, next, isLost, fall);
    }

    /**
     * Returns the fewest tracks that have to be received: sound alone while it is heard, otherwise everything live.
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
        return cadence != null && cadence.hasCadence() && !cadence.isDoubtful();
    }

    /** Returns the time when the next count is due; empty while there is nothing to count. */
    Optional<Long> nextLookMillis() {
        Set<String> wanted = wanted();
        boolean isMoreWantedInDoubt = wanted.size() < live().count();
        return cadences.entrySet().stream()
                .filter(track -> wanted.contains(track.getKey()))
                .map(Map.Entry::getValue)
                .map(track -> isMoreWantedInDoubt && track.doubtfulAtMillis() > track.lookedAtMillis()
                        ? Math.min(track.nextLookMillis(), track.doubtfulAtMillis())
                        : track.nextLookMillis())
                .min(Comparator.naturalOrder());
    }

    /**
     * Returns the beginning of a silence that is a sign, or may soon be one; empty while anything is heard or nothing
     * had a cadence.
     */
    Optional<Long> silentSinceMillis() {
        Collection<TrackCadence> all = cadences.values();
        return all.stream().anyMatch(cadence -> !cadence.isDoubtful())
                ? Optional.empty()
                : all.stream()
                        .filter(TrackCadence::hasCadence)
                        .map(TrackCadence::heardAtMillis)
                        .max(Comparator.naturalOrder());
    }

    /**
     * Returns the sign that the media give of their host. A track that was requested a moment ago may still arrive, so
     * there is none until all had time for that.
     *
     * <pre>
     *  tracks that are live            | quality LOST | not LOST
     *  --------------------------------+--------------+---------
     *  one is heard                    | FLOWS        | FLOWS
     *  none is heard, one is silent    | QUALITY_LOST | STALLED
     *  none is heard, none is silent   | QUALITY_LOST | NO_SIGN
     *  there is none                   | NO_SIGN      | NO_SIGN
     * </pre>
     *
     * @param latenessMillis by how much media may be later than usual
     */
    MediaSign sign(long latenessMillis) {
        if (live().findAny().isEmpty()) {
            return MediaSign.NO_SIGN;
        }
        if (is(State.HEARD, latenessMillis)) {
            return MediaSign.FLOWS;
        }
        if (isLost && haveAllHad(GIVEN_UP_AFTER_MILLIS + latenessMillis)) {
            return MediaSign.QUALITY_LOST;
        }
        return is(State.SILENT, latenessMillis) && haveAllHad(ARRIVES_WITHIN_MILLIS + latenessMillis)
                ? MediaSign.STALLED
                : MediaSign.NO_SIGN;
    }

    /** Returns these media with what is to be remembered of their present sign. */
    HostMedia judged(MediaSign now, long atMillis) {
        Optional<Fall> next = switch (now) {
            case STALLED, QUALITY_LOST -> Optional.of(new Fall(now, Optional.empty()));
            case NO_SIGN -> Optional.empty();
            case FLOWS ->
                fall.map(was -> new Fall(was.sign(), was.flowsSinceMillis().or(() -> Optional.of(atMillis))))
                        .filter(was -> atMillis - was.flowsSinceMillis().orElse(atMillis) < BACK_AFTER_MILLIS);
        };
        return new HostMedia(participant, tracks, cadences, isLost, next);
    }

    private boolean is(State state, long latenessMillis) {
        return live().filter(track -> cadences.containsKey(track.sid()))
                .anyMatch(track -> stateOf(track, latenessMillis) == state);
    }

    private State stateOf(WatchedTrack track, long latenessMillis) {
        State state = cadences.get(track.sid()).state(latenessMillis);
        return state == State.SILENT && track.kind() == WatchedTrack.Kind.SCREEN ? State.QUIET : state;
    }

    /** Returns whether every track was received for so long, or would have been if it had sent anything. */
    private boolean haveAllHad(long millis) {
        return live().allMatch(track -> {
            TrackCadence cadence = cadences.get(track.sid());
            return cadence != null && cadence.lookedAtMillis() - cadence.steadySinceMillis() >= millis;
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
