package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/** A server in virtual time with one egress, which takes as long for everything as a test says. */
final class VirtualServer implements ServerApi {
    private static final String ID = "EG_1";
    private static final Duration LIVE_AFTER = Duration.ofSeconds(3);
    private static final Duration ENDED_AFTER = Duration.ofMillis(300);

    private final Scheduler scheduler;
    private EgressInfo egress = EgressInfo.getDefaultInstance();
    int startsSent;
    int stopsSent;
    Duration listsTake = Duration.ofMillis(5);
    Optional<LiveKitException> startFails = Optional.empty();
    Duration startTakes = Duration.ofMillis(300);
    EgressInfo end =
            EgressInfo.newBuilder().setStatus(EgressStatus.EGRESS_COMPLETE).build();

    VirtualServer(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private Single<Long> after(Duration time) {
        return Single.timer(time.toMillis(), TimeUnit.MILLISECONDS, scheduler);
    }

    private void become(EgressInfo change) {
        egress = EgressInfo.newBuilder()
                .mergeFrom(change)
                .setEgressId(ID)
                .setRoomName("my-room")
                .build();
    }

    private void become(EgressStatus status) {
        become(EgressInfo.newBuilder().setStatus(status).build());
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Single.defer(() -> {
            startsSent++;
            return after(startTakes)
                    .flatMap(answered ->
                            startFails.<Single<EgressInfo>>map(Single::error).orElseGet(this::started));
        });
    }

    private Single<EgressInfo> started() {
        become(EgressStatus.EGRESS_STARTING);
        after(LIVE_AFTER)
                .filter(live -> egress.getStatus() == EgressStatus.EGRESS_STARTING)
                .subscribe(live -> become(EgressStatus.EGRESS_ACTIVE));
        return Single.just(egress);
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Single.defer(() -> {
            stopsSent++;
            become(EgressStatus.EGRESS_ENDING);
            after(ENDED_AFTER).subscribe(ended -> become(end));
            return Single.just(egress);
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return Single.fromCallable(() -> List.of(egress));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return after(listsTake).map(listed -> List.of());
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
