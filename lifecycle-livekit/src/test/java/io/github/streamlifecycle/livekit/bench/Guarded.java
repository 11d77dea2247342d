package io.github.streamlifecycle.livekit.bench;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Streams that are guarded, each with a host of its own. */
final class Guarded {
    private record One(PublishProcessor<Presence> host, GuardedStream stream) {}

    private final List<One> all;

    private Guarded(List<One> all) {
        this.all = all;
    }

    /** Adopts egress, and returns once each is live and its host is up. */
    static Guarded adopt(LiveKit livekit, int first, int count) {
        Guarded guarded = new Guarded(IntStream.range(first, first + count)
                .mapToObj(number -> {
                    PublishProcessor<Presence> host = PublishProcessor.create();
                    return new One(host, livekit.guard("room", host).adopt(LoadReport.egressId(number)));
                })
                .toList());
        await(Flowable.fromIterable(guarded.all)
                .flatMapCompletable(one -> one.stream()
                        .events()
                        .ofType(StreamEvent.Live.class)
                        .firstOrError()
                        .ignoreElement()));
        guarded.hosts(Presence.UP);
        return guarded;
    }

    void hosts(Presence presence) {
        all.forEach(one -> one.host().onNext(presence));
    }

    /** Returns once every stream has ended. */
    List<Outcome> outcomes() {
        return Single.concatEager(
                        all.stream().map(one -> one.stream().outcome()).toList())
                .toList()
                .timeout(2, TimeUnit.MINUTES)
                .blockingGet();
    }

    /** Returns how many of these ended because they were stopped for their host. */
    static long stopped(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome instanceof Outcome.HostDropped dropped
                        && dropped.receipt() instanceof StopReceipt.Stopped)
                .count();
    }

    private static void await(Completable done) {
        done.timeout(2, TimeUnit.MINUTES).blockingAwait();
    }
}
