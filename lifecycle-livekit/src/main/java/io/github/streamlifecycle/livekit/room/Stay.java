package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.HostRule.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one stay of a participant, by its sid.
 *
 * @param start when it began
 * @param seen when an event last proved it, and the event's source; null if none did
 * @param listedAt the latest list that it was in; 0 if it was in none
 * @param verdict what the rule says of the participant; null until LiveKit described it
 * @param media what a watch made of its media; null if none did
 * @param ending how it ended; null if that was not told
 */
record Stay(
        String sid,
        Start start,
        @Nullable Reading<Source> seen,
        long listedAt,
        @Nullable Reading<Verdict> verdict,
        @Nullable Reading<MediaSign> media,
        @Nullable Ending ending)
        implements Fact<Stay> {
    /** How many stays of an identity are kept: the one that counts, and those that might if their start were known. */
    static final int MOST = 3;

    /** The stay that began later counts. */
    private static final Comparator<Stay> BY_START =
            Comparator.comparing(Stay::start).thenComparing(Stay::sid);

    static Stay of(String sid, Start start) {
        return new Stay(sid, start, null, 0, null, null, null);
    }

    Stay withSeen(Reading<Source> said) {
        return new Stay(sid, start, said, listedAt, verdict, media, ending);
    }

    Stay withListed(long atMillis) {
        return new Stay(sid, start, seen, atMillis, verdict, media, ending);
    }

    Stay withVerdict(Reading<Verdict> said) {
        return new Stay(sid, start, seen, listedAt, said, media, ending);
    }

    Stay withMedia(Reading<MediaSign> said) {
        return new Stay(sid, start, seen, listedAt, verdict, said, ending);
    }

    Stay withEnding(Ending told) {
        return new Stay(sid, start, seen, listedAt, verdict, media, told);
    }

    @Override
    public String key() {
        return sid;
    }

    @Override
    public Stay join(Stay other) {
        return new Stay(
                sid,
                start.join(other.start),
                Reading.later(seen, other.seen),
                Math.max(listedAt, other.listedAt),
                Reading.later(verdict, other.verdict),
                Reading.later(media, other.media),
                Ending.weightier(ending, other.ending));
    }

    /** The latest event that proves that somebody was there; 0 without one. */
    long provedAt() {
        long seenAt = seen == null ? 0 : seen.atMillis();
        long endedAt = ending == null ? 0 : ending.said().atMillis();
        return Math.max(start.atMillis(), Math.max(seenAt, endedAt));
    }

    /** When it began, or else the latest that it can have. */
    Start began() {
        return start.atMillis() == 0 ? new Start(provedAt(), false) : start;
    }

    LeftReason.Meaning meaning() {
        return ending == null ? LeftReason.Meaning.STAYS : ending.reason().meaning();
    }

    /** The stay that counts. */
    static @Nullable Stay current(List<Stay> stays) {
        return stays.size() == 1 ? stays.get(0) : stays.stream().max(BY_START).orElse(null);
    }

    /**
     * Without those that can never count again: once the start of a stay is known, all that surely began earlier are over for
     * good, and so is whatever still arrives about them.
     */
    static List<Stay> settled(List<Stay> stays) {
        if (stays.size() <= 1) {
            return stays;
        }
        List<Stay> kept = new ArrayList<>(stays);
        stays.stream()
                .filter(stay -> stay.start.exact())
                .max(BY_START)
                .ifPresent(latest -> kept.removeIf(stay -> stay.isOlderThan(latest)));
        Stay current = current(kept);
        while (kept.size() > MOST && current != null) {
            kept.remove(kept.stream()
                    .filter(stay -> !stay.sid.equals(current.sid))
                    .min(Comparator.comparing(Stay::provedAt).thenComparing(Stay::sid))
                    .orElse(current));
        }
        return kept;
    }

    private boolean isOlderThan(Stay latest) {
        boolean startsAreKnown = start.exact() && !sid.equals(latest.sid);
        return startsAreKnown || began().isBefore(latest.start.atMillis());
    }
}
