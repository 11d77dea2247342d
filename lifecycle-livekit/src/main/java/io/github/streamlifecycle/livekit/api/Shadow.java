package io.github.streamlifecycle.livekit.api;

import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An API that reads and changes nothing: to whom it says that an egress was stopped, the egress has ended. */
final class Shadow implements ServerApi {
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);
    private static final int MOST_REMEMBERED = 10_000;

    private final ServerApi reads;
    private final ServerApi dry = ServerApi.dryRun();
    /** Those that were stopped last. */
    private final Set<String> stopped = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }));

    Shadow(ServerApi reads) {
        this.reads = reads;
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return dry.startEgress(room, request);
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Single.fromSupplier(() -> {
            log.info("dry run: StopEgress {} is not sent", egressId);
            stopped.add(egressId);
            return EgressInfo.newBuilder()
                    .setEgressId(egressId)
                    .setStatus(EgressStatus.EGRESS_COMPLETE)
                    .build();
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return reads.readEgress(egressId)
                .map(all -> all.stream()
                        .map(info -> stopped.contains(info.getEgressId())
                                ? info.toBuilder()
                                        .setStatus(EgressStatus.EGRESS_COMPLETE)
                                        .build()
                                : info)
                        .toList());
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return reads.activeEgress(room)
                .map(all -> all.stream()
                        .filter(info -> !stopped.contains(info.getEgressId()))
                        .toList());
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return reads.rooms(name);
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return reads.participants(room);
    }
}
