package io.github.streamlifecycle.livekit.media;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The media of a room as a watcher in it receives them: the tracks that it needs, and the signs that their packets give
 * of the hosts. A value; the shell around it joins the room, subscribes and counts packets.
 *
 * <p>A silence is no sign of a host while it might be the watcher's own: it becomes one only once the server has
 * answered a question that was sent after the silence had begun. While answers are slow, silence counts later, since the
 * server is as slow to forward media.
 *
 * <p>This is for authors of watchers; {@code MediaWatch} of {@code .webrtc} is one.
 *
 * @since 0.1.0
 */
public final class RoomMedia {
    private static final RoomMedia EMPTY = new RoomMedia(Map.of(), ServerAnswers.NONE, 0);

    /** The hosts, by the sid of the participant. */
    private final Map<String, HostMedia> hosts;

    private final ServerAnswers answers;
    /** The time of the latest count. */
    private final long countedAtMillis;

    private RoomMedia(Map<String, HostMedia> hosts, ServerAnswers answers, long countedAtMillis) {
        this.hosts = hosts;
        this.answers = answers;
        this.countedAtMillis = countedAtMillis;
    }

    /**
     * Returns a room without hosts, whose server has not answered yet.
     *
     * @return the initial value
     */
    public static RoomMedia empty() {
        return EMPTY;
    }

    /**
     * Returns the room with the participants to watch and their tracks. Knowledge of those that were watched before is
     * kept.
     *
     * @param present the tracks by participant, all of them
     * @return the room with these participants
     */
    public RoomMedia withHosts(Map<ParticipantKey, List<WatchedTrack>> present) {
        Map<String, HostMedia> next = new LinkedHashMap<>();
        present.forEach((participant, tracks) -> {
            HostMedia known = hosts.get(participant.sid());
            next.put(participant.sid(), known == null ? HostMedia.of(participant, tracks) : known.withTracks(tracks));
        });
        return new RoomMedia(next, answers, countedAtMillis);
    }

    /**
     * Returns the room after LiveKit rated the connection of a participant.
     *
     * @param participantSid the participant's sid; one that is not watched changes nothing
     * @param quality the present rating
     * @return the room after it
     */
    public RoomMedia withQuality(String participantSid, LinkQuality quality) {
        Map<String, HostMedia> next = new LinkedHashMap<>(hosts);
        next.computeIfPresent(participantSid, (sid, host) -> host.withLost(quality == LinkQuality.LOST));
        return new RoomMedia(next, answers, countedAtMillis);
    }

    /** LiveKit's connection quality, as far as it matters here. */
    public enum LinkQuality {
        /** EXCELLENT, GOOD or POOR: the participant's packets get through. */
        USABLE,
        /** No packets get through. */
        LOST
    }

    /**
     * Returns the room after a count of the packets received so far. To be called when {@link #nextLookMillis} says.
     *
     * @param packets the counts by the sid of the track; a wanted track that is not among them has received none
     * @param atMillis the time of the count, in milliseconds of a monotonic clock
     * @return the room after it
     */
    public RoomMedia counted(Map<String, TrackCount> packets, long atMillis) {
        Map<String, TrackCount> counts = new HashMap<>();
        wanted().forEach(sid -> counts.put(sid, packets.getOrDefault(sid, TrackCount.NONE)));
        Map<String, HostMedia> next = new LinkedHashMap<>();
        hosts.forEach((sid, host) -> next.put(sid, host.on(counts, atMillis)));
        return new RoomMedia(next, answers, atMillis).judged();
    }

    /**
     * Returns the time when the next count is due: as seldom as no silence is overlooked that could become a sign, and
     * exactly when one does.
     *
     * @return the time, in milliseconds of the clock of {@link #counted}, and 0.4 s after the latest count at most
     */
    public long nextLookMillis() {
        return hosts.values().stream()
                .flatMap(host -> host.nextLookMillis().stream())
                .min(Comparator.naturalOrder())
                .orElse(countedAtMillis + TrackCadence.LOOK_WITHIN_MILLIS);
    }

    /**
     * Returns the room after a question to the server was sent.
     *
     * @param atMillis the time, in milliseconds of the clock of {@link #counted}
     * @return the room after it
     */
    public RoomMedia asked(long atMillis) {
        return new RoomMedia(hosts, answers.asked(atMillis), countedAtMillis);
    }

    /**
     * Returns the room after an answer of the server. Answers come in the order of their questions.
     *
     * @param askedAtMillis the time when the question was sent
     * @param atMillis the time of the answer, in milliseconds of the clock of {@link #counted}
     * @return the room after it
     */
    public RoomMedia answered(long askedAtMillis, long atMillis) {
        return new RoomMedia(hosts, answers.answered(askedAtMillis, atMillis), countedAtMillis).judged();
    }

    /**
     * Returns for how long the server owes an answer.
     *
     * @param atMillis the present time, in milliseconds of the clock of {@link #counted}
     * @return the milliseconds since the oldest open question was sent; 0 if there is none
     */
    public long unansweredMillis(long atMillis) {
        return answers.openMillis(atMillis);
    }

    /**
     * Returns the fewest tracks that have to be received.
     *
     * @return their sids
     */
    public Set<String> wanted() {
        Set<String> all = new HashSet<>();
        hosts.values().forEach(host -> all.addAll(host.wanted()));
        return all;
    }

    /**
     * Returns whether to ask the server a question, to tell a host's silence from the watcher's own.
     *
     * @return true while a host is silent
     */
    public boolean isInDoubt() {
        return hosts.values().stream().anyMatch(host -> host.silentSinceMillis().isPresent());
    }

    /**
     * Returns the sign that the media give of each host.
     *
     * @return the signs by participant
     */
    public Map<ParticipantKey, MediaSign> signs() {
        Map<ParticipantKey, MediaSign> signs = new LinkedHashMap<>();
        hosts.values().forEach(host -> signs.put(host.participant(), lastingSign(host)));
        return signs;
    }

    private MediaSign lastingSign(HostMedia host) {
        MediaSign sign = sign(host);
        return sign == MediaSign.FLOWS ? host.fall().map(HostMedia.Fall::sign).orElse(sign) : sign;
    }

    private RoomMedia judged() {
        Map<String, HostMedia> next = new LinkedHashMap<>();
        hosts.forEach((sid, host) -> next.put(sid, host.judged(sign(host), countedAtMillis)));
        return new RoomMedia(next, answers, countedAtMillis);
    }

    private MediaSign sign(HostMedia host) {
        // a server that becomes slow takes no sign back
        long lateness = host.fall().isPresent() ? 0 : answers.latenessMillis(countedAtMillis);
        MediaSign sign = host.sign(lateness);
        boolean isServerThere = host.silentSinceMillis()
                .map(since -> answers.answeredMillis() > since)
                .orElse(true);
        return sign == MediaSign.FLOWS || isServerThere ? sign : MediaSign.NO_SIGN;
    }
}
