package io.github.streamlifecycle.livekit.media;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A room's media as a watcher in it receives them: which tracks it needs, and what their packets say of the hosts. A value;
 * whatever joins the room, subscribes and counts packets is its shell.
 *
 * <p>A silence says nothing of a host while it might be the watcher's own: it becomes a sign only once the server has answered
 * a question that was sent after the silence had begun.
 *
 * <p>For whoever writes a watcher; {@code MediaWatch} of {@code .webrtc} is one.
 *
 * @since 0.1.0
 */
public final class RoomMedia {
    private static final RoomMedia EMPTY = new RoomMedia(Map.of(), Long.MIN_VALUE);

    /** By the sid of the participant. */
    private final Map<String, HostMedia> hosts;
    /** When the latest of the questions was sent that the server has answered. */
    private final long answeredAtMillis;

    private RoomMedia(Map<String, HostMedia> hosts, long answeredAtMillis) {
        this.hosts = hosts;
        this.answeredAtMillis = answeredAtMillis;
    }

    /**
     * A room without hosts, of whose server nothing was heard.
     *
     * @return the initial value
     */
    public static RoomMedia empty() {
        return EMPTY;
    }

    /**
     * Takes in who is there to be watched, and with which tracks. Of those that were watched before, what is known is kept.
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
        return new RoomMedia(next, answeredAtMillis);
    }

    /**
     * Takes in what LiveKit calls the connection of a participant.
     *
     * @param participantSid the participant's sid; one that is not watched changes nothing
     * @param quality what it is now
     * @return the room after it
     */
    public RoomMedia withQuality(String participantSid, LinkQuality quality) {
        Map<String, HostMedia> next = new LinkedHashMap<>(hosts);
        next.computeIfPresent(participantSid, (sid, host) -> host.withLost(quality == LinkQuality.LOST));
        return new RoomMedia(next, answeredAtMillis);
    }

    /** LiveKit's connection quality, as far as it matters here. */
    public enum LinkQuality {
        /** EXCELLENT, GOOD or POOR: the participant's packets get through. */
        USABLE,
        /** Nothing gets through. */
        LOST
    }

    /**
     * Takes in how many packets have arrived so far. To be called five to ten times a second.
     *
     * @param packets the counts by the sid of the track; a wanted track that is not among them has received none
     * @param atMillis when they were counted, on a monotonic clock
     * @return the room after it
     */
    public RoomMedia counted(Map<String, Long> packets, long atMillis) {
        Map<String, Long> counts = new HashMap<>();
        wanted().forEach(sid -> counts.put(sid, packets.getOrDefault(sid, 0L)));
        Map<String, HostMedia> next = new LinkedHashMap<>();
        hosts.forEach((sid, host) -> next.put(sid, host.on(counts, atMillis)));
        return new RoomMedia(next, answeredAtMillis);
    }

    /**
     * Takes in that the server has answered.
     *
     * @param askedAtMillis when the question was sent, on the clock of {@link #counted}
     * @return the room after it
     */
    public RoomMedia answered(long askedAtMillis) {
        return new RoomMedia(hosts, Math.max(answeredAtMillis, askedAtMillis));
    }

    /**
     * The tracks that have to be received: the least that serves.
     *
     * @return their sids
     */
    public Set<String> wanted() {
        Set<String> all = new HashSet<>();
        hosts.values().forEach(host -> all.addAll(host.wanted()));
        return all;
    }

    /**
     * Whether a question should be put to the server, since a silence is to be told from the watcher's own.
     *
     * @return true while a host is silent
     */
    public boolean isInDoubt() {
        return hosts.values().stream().anyMatch(host -> host.silentSinceMillis().isPresent());
    }

    /**
     * What the media say of each host.
     *
     * @return the signs by participant
     */
    public Map<ParticipantKey, MediaSign> signs() {
        Map<ParticipantKey, MediaSign> signs = new LinkedHashMap<>();
        hosts.values().forEach(host -> signs.put(host.participant(), sign(host)));
        return signs;
    }

    private MediaSign sign(HostMedia host) {
        MediaSign sign = host.sign();
        boolean isServerThere =
                host.silentSinceMillis().map(since -> answeredAtMillis > since).orElse(true);
        return sign == MediaSign.STALLED && !isServerThere ? MediaSign.NO_SIGN : sign;
    }
}
