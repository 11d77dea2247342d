package io.github.streamlifecycle.livekit.calls;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/**
 * A {@link ServerApi} whose calls end: one that is not answered in twice the time that LiveKit takes at most is ambiguous.
 * Our own calls have time-outs; those of an application's API may have none.
 */
final class BoundedApi implements ServerApi {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(40);
    private static final Duration READ = Duration.ofSeconds(20);

    private final ServerApi api;
    private final Scheduler scheduler;

    BoundedApi(ServerApi api, Scheduler scheduler) {
        this.api = api;
        this.scheduler = scheduler;
    }

    private <T> Single<T> bounded(String name, Duration limit, Single<T> call) {
        return call.timeout(
                limit.toMillis(),
                TimeUnit.MILLISECONDS,
                scheduler,
                Single.error(() -> LiveKitException.unreachable(
                        name, new TimeoutException("not answered within " + limit.toSeconds() + " s"))));
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return bounded("StartEgress", START, api.startEgress(room, request));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return bounded("StopEgress", STOP, api.stopEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return bounded("ListEgress", READ, api.readEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return bounded("ListEgress", READ, api.activeEgress(room));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return bounded("ListRooms", READ, api.rooms(name));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return bounded("ListParticipants", READ, api.participants(room));
    }
}
