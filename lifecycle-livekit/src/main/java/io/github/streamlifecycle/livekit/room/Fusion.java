package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.core.Presence;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rule that turns three voices about one participant into one presence: the server's about its stay, a watch's
 * about its media, and the host's own, its lease.
 *
 * <p>In words: an end that the server reported is certain, and so is a goodbye. Otherwise media that flow outweigh
 * every doubt, and without them each doubt is enough for SUSPECT. A voice that knows nothing decides nothing.
 */
@SuppressWarnings("EnumOrdinal") // the enums are the axes of a table
final class Fusion {
    /** The server's voice about a stay, from webhooks and lists. */
    enum StayState {
        UNKNOWN,
        /** It is over, but the lease was renewed later: there may be another stay, of which the server has told nothing. */
        UNHEARD,
        /** It goes on, or the participant is about to begin another. */
        THERE,
        /** The participant was told to connect again, or the latest list lacks it. */
        DOUBTFUL,
        /** The two latest lists lack it, and no reason for its end was reported. */
        MISSING,
        GONE
    }

    /** The watch's voice about the media. A watch that is blind or gives no sign is UNKNOWN. */
    enum MediaState {
        UNKNOWN,
        FLOW,
        DOUBTFUL
    }

    /** The host's own voice. Without a lease, or with a blind receiver, it is UNKNOWN. */
    enum LeaseState {
        UNKNOWN,
        RENEWED,
        DOUBTFUL,
        GOODBYE
    }

    /** The voice that decides. */
    enum Voice {
        SERVER,
        MEDIA,
        LEASE
    }

    /** A presence, null where there is none to speak of, and the voice that decided. */
    record Ruling(@Nullable Presence presence, Voice voice) {
        private static Ruling of(String cell) {
            int space = cell.indexOf(' ');
            String presence = cell.substring(0, space);
            Voice voice = Voice.valueOf(cell.substring(space + 1).toUpperCase(Locale.ROOT));
            return new Ruling(presence.equals("-") ? null : Presence.valueOf(presence), voice);
        }
    }

    /** By stay and media; a column for each state of the lease. The page docs/fusion.md shows it as well. */
    static final String TABLE = """
            | stay     | media    | lease UNKNOWN  | RENEWED        | DOUBTFUL       | GOODBYE     |
            |----------|----------|----------------|----------------|----------------|-------------|
            | UNKNOWN  | UNKNOWN  | - server       | UP lease       | SUSPECT lease  | DOWN lease  |
            | UNKNOWN  | FLOW     | UP media       | UP media       | UP media       | DOWN lease  |
            | UNKNOWN  | DOUBTFUL | SUSPECT media  | SUSPECT media  | SUSPECT media  | DOWN lease  |
            | UNHEARD  | UNKNOWN  | - server       | - lease        | SUSPECT lease  | DOWN lease  |
            | UNHEARD  | FLOW     | UP media       | UP media       | UP media       | DOWN lease  |
            | UNHEARD  | DOUBTFUL | SUSPECT media  | SUSPECT media  | SUSPECT media  | DOWN lease  |
            | THERE    | UNKNOWN  | UP server      | UP lease       | SUSPECT lease  | DOWN lease  |
            | THERE    | FLOW     | UP media       | UP media       | UP media       | DOWN lease  |
            | THERE    | DOUBTFUL | SUSPECT media  | SUSPECT media  | SUSPECT media  | DOWN lease  |
            | DOUBTFUL | UNKNOWN  | SUSPECT server | SUSPECT server | SUSPECT server | DOWN lease  |
            | DOUBTFUL | FLOW     | UP media       | UP media       | UP media       | DOWN lease  |
            | DOUBTFUL | DOUBTFUL | SUSPECT server | SUSPECT server | SUSPECT server | DOWN lease  |
            | MISSING  | UNKNOWN  | DOWN server    | SUSPECT server | DOWN server    | DOWN lease  |
            | MISSING  | FLOW     | UP media       | UP media       | UP media       | DOWN lease  |
            | MISSING  | DOUBTFUL | DOWN server    | SUSPECT server | DOWN server    | DOWN lease  |
            | GONE     | UNKNOWN  | DOWN server    | DOWN server    | DOWN server    | DOWN server |
            | GONE     | FLOW     | DOWN server    | DOWN server    | DOWN server    | DOWN server |
            | GONE     | DOUBTFUL | DOWN server    | DOWN server    | DOWN server    | DOWN server |
            """;

    private static final int MEDIA_STATES = MediaState.values().length;
    private static final int LEASE_STATES = LeaseState.values().length;
    private static final int HEADER_LINES = 2;

    private static final @Nullable Ruling[] RULINGS =
            new Ruling[StayState.values().length * MEDIA_STATES * LEASE_STATES];

    static {
        TABLE.lines().skip(HEADER_LINES).forEach(line -> {
            String[] cells = line.substring(1).trim().split("\\s*\\|\\s*", -1);
            StayState stay = StayState.valueOf(cells[0]);
            MediaState media = MediaState.valueOf(cells[1]);
            for (LeaseState lease : LeaseState.values()) {
                RULINGS[index(stay, media, lease)] = Ruling.of(cells[2 + lease.ordinal()]);
            }
        });
    }

    private Fusion() {}

    /** Returns the meaning of the three together. */
    static Ruling of(StayState stay, MediaState media, LeaseState lease) {
        Ruling ruling = RULINGS[index(stay, media, lease)];
        if (ruling == null) {
            throw new IllegalStateException("no line in the table for " + stay + ", " + media);
        }
        return ruling;
    }

    private static int index(StayState stay, MediaState media, LeaseState lease) {
        return (stay.ordinal() * MEDIA_STATES + media.ordinal()) * LEASE_STATES + lease.ordinal();
    }
}
