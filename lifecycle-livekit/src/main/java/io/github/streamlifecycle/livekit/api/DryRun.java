package io.github.streamlifecycle.livekit.api;

import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An API that answers every call and sends none. An egress that was started here is known and listed; any other is taken
 * to be ACTIVE, also after its stop, which was not sent after all.
 */
final class DryRun implements ServerApi {
    private static final Logger log = LoggerFactory.getLogger(DryRun.class);
    private static final String OURS = "EG_dryrun_";

    private final AtomicInteger starts = new AtomicInteger();
    /** The running egress by id, as they are listed: ACTIVE. */
    private final Map<String, EgressInfo> running = new ConcurrentHashMap<>();

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Single.fromSupplier(() -> {
            String egressId = OURS + starts.incrementAndGet();
            log.info("dry run: start of {} in room {} is not sent, taken to be {}", request, room, egressId);
            EgressInfo.Builder info = EgressInfo.newBuilder().setEgressId(egressId);
            if (request.isInRoom()) {
                info.setRoomName(room);
            }
            running.put(egressId, info.setStatus(EgressStatus.EGRESS_ACTIVE).build());
            return info.setStatus(EgressStatus.EGRESS_STARTING).build();
        });
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Single.fromSupplier(() -> {
            log.info("dry run: StopEgress {} is not sent", egressId);
            EgressInfo stopped = known(egressId).toBuilder()
                    .setStatus(EgressStatus.EGRESS_COMPLETE)
                    .build();
            running.remove(egressId);
            return stopped;
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return Single.fromSupplier(() -> List.of(known(egressId)));
    }

    private EgressInfo known(String egressId) {
        EgressInfo listed = running.get(egressId);
        if (listed != null) {
            return listed;
        }
        return EgressInfo.newBuilder()
                .setEgressId(egressId)
                .setStatus(egressId.startsWith(OURS) ? EgressStatus.EGRESS_COMPLETE : EgressStatus.EGRESS_ACTIVE)
                .build();
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return Single.fromSupplier(() -> running.values().stream()
                .filter(info -> room.isEmpty() || info.getRoomName().equals(room))
                .toList());
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
