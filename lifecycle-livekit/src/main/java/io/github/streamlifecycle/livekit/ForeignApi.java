package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/**
 * A {@link ServerApi} that keeps its word whatever it is made of: each call fails with a {@link LiveKitException} only,
 * and one that is not answered in twice the time that LiveKit takes at most is ambiguous.
 */
final class ForeignApi implements ServerApi {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final Duration READ = Duration.ofSeconds(20);

    private final ServerApi api;
    private final Scheduler scheduler;

    ForeignApi(ServerApi api, Scheduler scheduler) {
        this.api = api;
        this.scheduler = scheduler;
    }

    private <T> Single<T> call(String name, Duration limit, Supplier<Single<T>> call) {
        return ForeignCode.call(call)
                .onErrorResumeNext(error -> Single.error(LiveKitException.of(error)))
                .timeout(
                        limit.toMillis(),
                        TimeUnit.MILLISECONDS,
                        scheduler,
                        Single.error(() -> LiveKitException.unreachable(
                                name, new TimeoutException("not answered within " + limit.toSeconds() + " s"))));
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return call("StartEgress", START, () -> api.startEgress(room, request));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return call("StopEgress", STOP, () -> api.stopEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return call("ListEgress", READ, () -> api.readEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return call("ListEgress", READ, () -> api.activeEgress(room));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return call("ListRooms", READ, () -> api.rooms(name));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return call("ListParticipants", READ, () -> api.participants(room));
    }
}
