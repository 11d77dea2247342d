package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/** A server with any number of egress, all of them ACTIVE until they are stopped, that takes its time for lists. */
final class CrowdedServer implements ServerApi {
    private final TestScheduler time;
    private final Duration list;
    private final Duration stop;
    final List<String> stopped = new ArrayList<>();
    boolean neverAnswersStops;
    int looks;
    int mostLooksAtOnce;
    private int looksAtOnce;

    CrowdedServer(TestScheduler time, Duration list, Duration stop) {
        this.time = time;
        this.list = list;
        this.stop = stop;
    }

    static EgressInfo info(String egressId, EgressStatus status) {
        return EgressInfo.newBuilder().setEgressId(egressId).setStatus(status).build();
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Single.defer(() -> {
            stopped.add(egressId);
            return neverAnswersStops
                    ? Single.never()
                    : Single.just(info(egressId, EgressStatus.EGRESS_ENDING))
                            .delay(stop.toMillis(), TimeUnit.MILLISECONDS, time);
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return Single.defer(() -> {
            looks++;
            looksAtOnce++;
            mostLooksAtOnce = Math.max(mostLooksAtOnce, looksAtOnce);
            return Single.just(List.of(info(egressId, EgressStatus.EGRESS_ACTIVE)))
                    .delay(list.toMillis(), TimeUnit.MILLISECONDS, time)
                    .doOnEvent((read, error) -> looksAtOnce--);
        });
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Single.never();
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return Single.just(List.of());
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return Single.just(List.of());
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return Single.just(List.of());
    }
}
