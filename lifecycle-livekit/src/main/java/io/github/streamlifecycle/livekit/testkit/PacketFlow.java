package io.github.streamlifecycle.livekit.testkit;

import java.util.Map;

/**
 * What two counts of the packets of a publisher, a moment apart, say about its tracks.
 *
 * @param before the earlier count, by the id of the track
 * @param now the later one
 */
record PacketFlow(Map<String, Long> before, Map<String, Long> now) {
    static final PacketFlow NONE = new PacketFlow(Map.of(), Map.of());

    PacketFlow next(Map<String, Long> counts) {
        return new PacketFlow(now, counts);
    }

    boolean of(String track) {
        return now.getOrDefault(track, 0L) > before.getOrDefault(track, 0L);
    }

    boolean ofAny() {
        return now.keySet().stream().anyMatch(this::of);
    }
}
