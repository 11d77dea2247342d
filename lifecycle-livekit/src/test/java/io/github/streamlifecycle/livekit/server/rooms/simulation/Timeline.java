package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, line by line, for those who replay a seed; it costs nothing to those who do not. */
final class Timeline {
    private final Agenda agenda;
    private final boolean kept;
    private final List<String> lines = new ArrayList<>();

    Timeline(Agenda agenda, boolean kept) {
        this.agenda = agenda;
        this.kept = kept;
    }

    boolean isKept() {
        return kept;
    }

    void add(String who, Supplier<String> what) {
        if (kept) {
            long now = agenda.millis();
            lines.add(String.format("%4d.%03d  %-9s %s", now / 1_000, now % 1_000, who, what.get()));
        }
    }

    String text() {
        return String.join("\n", lines);
    }
}
