package io.github.streamlifecycle.core.bench;

import io.github.streamlifecycle.core.rx.AutoStop;
import io.reactivex.rxjava3.core.Flowable;
import java.util.List;
import java.util.function.BiFunction;

/** This library and the pipelines people write by hand for the same purpose; each emits one element per stop. */
public enum ByHand {
    /** This library. */
    AUTO_STOP((hosting, streaming) -> AutoStop.when(hosting, streaming).stops()),

    /** Pairs of snapshots; a change of streaming between two levels of the host hides or repeats an edge. */
    COMBINE_LATEST((hosting, streaming) -> Flowable.combineLatest(hosting, streaming, Levels::new)
            .buffer(2, 1)
            .filter(pair -> pair.size() == 2)
            .filter(pair -> pair.get(0).hosting()
                    && !pair.get(1).hosting()
                    && pair.get(1).streaming())),

    /** Pairs of the host's levels, gated by what streaming was last seen to be. */
    WITH_LATEST_FROM((hosting, streaming) -> hosting.buffer(2, 1)
            .filter(pair -> pair.size() == 2)
            .withLatestFrom(streaming, (pair, on) -> pair.get(0) && !pair.get(1) && on)
            .filter(stop -> stop)),

    /** One accumulator over both feeds, made anew for each level. */
    MERGE_SCAN((hosting, streaming) -> Flowable.merge(hosting.map(Level::ofHost), streaming.map(Level::ofStreaming))
            .scan(Folded.FIRST, Folded::next)
            .filter(Folded::stop));

    private record Levels(boolean hosting, boolean streaming) {}

    private record Level(boolean host, boolean value) {
        static Level ofHost(boolean value) {
            return new Level(true, value);
        }

        static Level ofStreaming(boolean value) {
            return new Level(false, value);
        }
    }

    private record Folded(boolean hosting, boolean streaming, boolean stop) {
        static final Folded FIRST = new Folded(false, false, false);

        Folded next(Level level) {
            return level.host()
                    ? new Folded(level.value(), streaming, hosting && !level.value() && streaming)
                    : new Folded(hosting, level.value(), false);
        }
    }

    @SuppressWarnings("ImmutableEnumChecker") // a lambda that captures nothing
    private final BiFunction<Flowable<Boolean>, Flowable<Boolean>, Flowable<?>> pipeline;

    ByHand(BiFunction<Flowable<Boolean>, Flowable<Boolean>, Flowable<?>> pipeline) {
        this.pipeline = pipeline;
    }

    Flowable<?> stops(Flowable<Boolean> hosting, Flowable<Boolean> streaming) {
        return pipeline.apply(hosting, streaming);
    }

    static List<ByHand> all() {
        return List.of(values());
    }
}
