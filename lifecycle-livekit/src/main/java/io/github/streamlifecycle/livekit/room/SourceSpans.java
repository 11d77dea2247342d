package io.github.streamlifecycle.livekit.room;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The times when each source last reported something and was last blind. Its reports from before it was blind no longer
 * hold.
 */
@SuppressWarnings("EnumOrdinal") // Source says that its order is kept
final class SourceSpans {
    private static final int SOURCES = Source.values().length;

    static final SourceSpans NONE = new SourceSpans(new long[2 * SOURCES]);

    /** The times when each source last saw, by source; then those when each was last blind. 0 for never. */
    private final long[] moments;

    private SourceSpans(long[] moments) {
        this.moments = moments;
    }

    static SourceSpans read(LongSupplier moments) {
        long[] read = new long[2 * SOURCES];
        Arrays.setAll(read, i -> moments.getAsLong());
        return new SourceSpans(read);
    }

    static SourceSpans seeing(Observation.Origin origin) {
        return at(origin.source().ordinal(), origin.atMillis());
    }

    static SourceSpans blind(Observation.Origin origin) {
        return at(SOURCES + origin.source().ordinal(), origin.atMillis());
    }

    private static SourceSpans at(int index, long atMillis) {
        long[] moments = new long[2 * SOURCES];
        moments[index] = atMillis;
        return new SourceSpans(moments);
    }

    SourceSpans join(SourceSpans other) {
        long[] joined = new long[moments.length];
        for (int i = 0; i < joined.length; i++) {
            joined[i] = Math.max(moments[i], other.moments[i]);
        }
        return new SourceSpans(joined);
    }

    /**
     * Returns whether the source has been blind since a moment; if it was blind at that very moment, it counts as blind
     * since.
     */
    boolean isBlindSince(Source source, long atMillis) {
        return moments[SOURCES + source.ordinal()] >= atMillis;
    }

    /** Returns whether the source has seen nothing since it was last blind, or has never seen anything. */
    boolean isBlind(Source source) {
        return isBlindSince(source, moments[source.ordinal()]);
    }

    /** Returns the time of the latest report of a source, its blindness too; 0 if there was none. */
    long latest(Source source) {
        return Math.max(moments[source.ordinal()], moments[SOURCES + source.ordinal()]);
    }

    long[] moments() {
        return moments.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceSpans spans && Arrays.equals(moments, spans.moments);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(moments);
    }
}
