package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.StopEnded;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import java.time.LocalDate;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.Test;

class StopFiguresTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 24);

    private final StopFigures figures = new StopFigures();

    private static JsonObject ended(Drop drop, long millis) {
        StopReceipt stopped = new StopReceipt.Stopped(
                "EG_1", EgressStatus.EGRESS_COMPLETE, StopReceipt.Tries.NONE, Duration.ofMillis(1));
        return GuardJson.event(new StopEnded("room", "EG_1", drop, stopped, Duration.ofMillis(millis)), 1);
    }

    @Test
    void noStopHasNoQuantiles() {
        assertThat(figures.json(TODAY).toString())
                .isEqualTo("{\"stopsToday\":{},\"dropToStop\":{\"p50\":null,\"p95\":null,\"millis\":[]}}");
    }

    @Test
    void quantilesAreOfTheNearestRank() {
        for (int millis = 100; millis >= 1; millis--) {
            figures.add(ended(Drop.ORPHAN, millis), TODAY);
        }
        assertThat(figures.json(TODAY).toString())
                .startsWith("{\"stopsToday\":{\"ORPHAN\":100},\"dropToStop\":{\"p50\":50,\"p95\":95,");
    }

    @Test
    void newDayCountsAnew() {
        figures.add(ended(Drop.IDLE, 5), TODAY);
        figures.add(ended(Drop.ORPHAN, 7), TODAY.plusDays(1));
        assertThat(figures.json(TODAY.plusDays(1)).toString())
                .startsWith("{\"stopsToday\":{\"ORPHAN\":1}")
                .contains("[5,7]");
    }

    @Test
    void latestStopsAreBounded() {
        for (int i = 0; i < 2 * StopFigures.MOST; i++) {
            figures.add(ended(Drop.ORPHAN, i), TODAY);
        }
        assertThat(figures.json(TODAY).getAsJsonObject("dropToStop").getAsJsonArray("millis"))
                .hasSize(StopFigures.MOST);
    }
}
