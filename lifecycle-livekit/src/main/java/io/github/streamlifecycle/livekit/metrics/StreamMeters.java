package io.github.streamlifecycle.livekit.metrics;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.metrics.SharedMeters.Place;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.List;
import java.util.Set;

/** The meters of {@link GuardMetrics}. */
final class StreamMeters implements SharedMeters.Meters<LiveKit> {
    @Override
    public List<Meter.Id> gauges(Set<LiveKit> bound, Place place) {
        Meter gauge = Gauge.builder("livekit.guard.streams", bound, StreamMeters::streams)
                .description("streams that are guarded now")
                .tags(place.tags())
                .strongReference(true)
                .register(place.registry());
        return List.of(gauge.getId());
    }

    @Override
    public Disposable count(LiveKit livekit, Place place, Runnable whenOver) {
        return new StopCounter(place.registry(), place.tags())
                .count(livekit.events().doOnComplete(whenOver::run));
    }

    private static double streams(Set<LiveKit> bound) {
        return bound.stream().mapToInt(LiveKit::guardedStreams).sum();
    }
}
