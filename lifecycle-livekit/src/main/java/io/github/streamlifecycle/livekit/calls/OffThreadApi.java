package io.github.streamlifecycle.livekit.calls;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/**
 * An application's {@link ServerApi}, called on threads where it may block: a call that blocks holds up no other call, no
 * decision and no subscriber.
 */
public final class OffThreadApi implements ServerApi {
    private static final AtomicInteger MADE = new AtomicInteger();
    /** As many daemon threads as calls block at a time; the gates of the calls bound them. */
    private static final Scheduler THREADS = Schedulers.from(Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "livekit-api-" + MADE.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }));

    private final ServerApi api;
    private final Scheduler scheduler;

    /**
     * Holds an API off the threads that decide.
     *
     * @param api the API
     * @param scheduler the threads that it is called on
     */
    public OffThreadApi(ServerApi api, Scheduler scheduler) {
        this.api = api;
        this.scheduler = scheduler;
    }

    /**
     * Returns the library's own threads for calls that may block.
     *
     * @return a scheduler of daemon threads
     */
    public static Scheduler threads() {
        return THREADS;
    }

    private <T> Single<T> call(Supplier<Single<T>> call) {
        return Single.defer(call::get).subscribeOn(scheduler);
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return call(() -> api.startEgress(room, request));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return call(() -> api.stopEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return call(() -> api.readEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return call(() -> api.activeEgress(room));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return call(() -> api.rooms(name));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return call(() -> api.participants(room));
    }
}
