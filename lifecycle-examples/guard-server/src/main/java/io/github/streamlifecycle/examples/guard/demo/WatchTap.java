package io.github.streamlifecycle.examples.guard.demo;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.Flowable;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;

/**
 * A watch that tells of the signs that pass through it.
 *
 * @param watch the watch
 * @param onSign takes each sign of a participant's media, before the guard does
 */
record WatchTap(RoomWatch watch, Consumer<MediaSign> onSign) implements RoomWatch {
    @Override
    public Publisher<Observation> watch(Target target) {
        return Flowable.fromPublisher(watch.watch(target)).doOnNext(observation -> {
            if (observation instanceof Observation.Media media) {
                onSign.accept(media.sign());
            }
        });
    }
}
