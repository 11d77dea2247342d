package io.github.streamlifecycle.livekit.media;

/**
 * A count of the packets that a watcher has received of one track.
 *
 * @param packets the number of packets so far
 * @param silentMillis the milliseconds since the latest of them; 0 if that is not known
 * @since 0.1.0
 */
public record TrackCount(long packets, long silentMillis) {
    /** The count of a track of which nothing has arrived. */
    static final TrackCount NONE = new TrackCount(0, 0);

    /**
     * Checks the count.
     *
     * @param packets the number of packets so far
     * @param silentMillis the milliseconds since the latest of them; a clock that was set back may make it negative, which
     *     counts as 0
     */
    public TrackCount {
        silentMillis = Math.max(0, silentMillis);
    }

    /**
     * Returns the count of both, as of one track that is sent in two streams.
     *
     * @param other the count of the other stream
     * @return the sum, as silent as the one that was heard last
     */
    public TrackCount plus(TrackCount other) {
        return new TrackCount(packets + other.packets, Math.min(silentMillis, other.silentMillis));
    }
}
