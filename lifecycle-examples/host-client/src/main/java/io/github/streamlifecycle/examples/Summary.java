package io.github.streamlifecycle.examples;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.StreamEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** How long a drop took to be seen, decided, acted upon and over; beside it what LiveKit alone was measured to take. */
final class Summary {
    private enum Step {
        SEEN("drop seen", "16.1 to 16.9 s: participant_left of a WHIP host"),
        DECIDED("stop decided", "never: nothing there decides"),
        SENT("stop on the wire", "never"),
        ENDED("egress ended", "37.2 s if the room is empty, never while one viewer stays");

        private final String name;
        private final String liveKitAlone;

        Step(String name, String liveKitAlone) {
            this.name = name;
            this.liveKitAlone = liveKitAlone;
        }
    }

    private final Map<Step, Long> moments = new EnumMap<>(Step.class);
    private OptionalLong cut = OptionalLong.empty();

    void cut(long millis) {
        cut = OptionalLong.of(millis);
    }

    void on(StreamEvent event, long millis) {
        if (event instanceof StreamEvent.HostChanged host) {
            if (host.presence() == Presence.UP) {
                moments.clear();
            } else {
                moments.putIfAbsent(Step.SEEN, millis);
            }
        } else if (event instanceof StreamEvent.StopRequested stop && stop.by() == StreamEvent.By.HOST_DROP) {
            moments.put(Step.DECIDED, millis);
        } else if (event instanceof StreamEvent.StopSent) {
            moments.putIfAbsent(Step.SENT, millis);
        } else if (event instanceof StreamEvent.Ended) {
            moments.put(Step.ENDED, millis);
        }
    }

    /** A table; nothing if no drop was decided. Times count from the cut, or from when the drop was seen. */
    List<String> lines() {
        Long seen = moments.get(Step.SEEN);
        if (seen == null || !moments.containsKey(Step.DECIDED)) {
            return List.of();
        }
        long from = cut.orElse(seen);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.format(
                "%-18s %14s   %s", "", cut.isPresent() ? "after the cut" : "after it was seen", "LiveKit alone"));
        moments.forEach((step, millis) -> lines.add(
                String.format(Locale.ROOT, "%-18s %,11d ms   %s", step.name, millis - from, step.liveKitAlone)));
        lines.add("");
        return lines;
    }

    void reset() {
        moments.clear();
        cut = OptionalLong.empty();
    }
}
