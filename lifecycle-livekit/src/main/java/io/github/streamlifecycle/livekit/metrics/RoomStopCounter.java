package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.metrics.SharedMeters.Place;
import io.github.streamlifecycle.livekit.server.guard.Drop;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent.EndedBy;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.EnumMap;
import java.util.Map;

/** The counters and the timers of one place, fed by the events of guarded rooms. */
final class RoomStopCounter {
    private final Place place;
    private final Map<Drop, Timer> dropToStop = new EnumMap<>(Drop.class);
    private final Map<Drop, Counter> decisions = new EnumMap<>(Drop.class);
    private final Map<EndedBy, Counter> ended = new EnumMap<>(EndedBy.class);
    private final Counter unconfirmed;
    private final Counter returned;

    RoomStopCounter(Place place) {
        this.place = place;
        for (Drop drop : Drop.values()) {
            Tags tags = Tags.of("drop", RoomMeters.tag(drop));
            decisions.put(drop, counter("decisions", "decisions to stop", tags));
            dropToStop.put(
                    drop,
                    Timer.builder("livekit.rooms.drop.to.stop")
                            .description("from when a host was first missed up to the end of its egress")
                            .tags(place.tags().and(tags))
                            .register(place.registry()));
            StopReceipt.names().forEach(receipt -> stops(receipt, drop));
        }
        for (EndedBy by : EndedBy.values()) {
            ended.put(by, counter("ended", "egress that ended", Tags.of("by", RoomMeters.tag(by))));
        }
        unconfirmed = counter("unconfirmed", "stops after which the egress may still run", Tags.empty());
        returned = counter("returned", "hosts back after their egress was stopped", Tags.empty());
    }

    Disposable count(Flowable<RoomGuardEvent> events) {
        return events.subscribe(this::on);
    }

    private void on(RoomGuardEvent event) {
        if (event instanceof RoomGuardEvent.StopDecided decided) {
            decisions.get(decided.drop()).increment();
        } else if (event instanceof RoomGuardEvent.StopEnded stopped) {
            stopped(stopped);
        } else if (event instanceof RoomGuardEvent.EgressEnded over) {
            ended.get(over.by()).increment();
        } else if (event instanceof RoomGuardEvent.HostReturned) {
            returned.increment();
        }
    }

    private void stopped(RoomGuardEvent.StopEnded stopped) {
        stops(stopped.receipt().name(), stopped.drop()).increment();
        if (stopped.receipt().isOver()) {
            dropToStop.get(stopped.drop()).record(stopped.sinceDrop());
        } else if (stopped.mayStillRun()) {
            unconfirmed.increment();
        }
    }

    private Counter stops(String receipt, Drop drop) {
        return counter("stops", "stops that ended", Tags.of("receipt", receipt, "drop", RoomMeters.tag(drop)));
    }

    private Counter counter(String name, String description, Tags more) {
        return Counter.builder("livekit.rooms." + name)
                .description(description)
                .tags(place.tags().and(more))
                .register(place.registry());
    }
}
