package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomModels;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;

/** A server with many rooms, each with a host, a viewer and an egress; it remembers no more than which were stopped. */
final class CrowdOfRooms implements ServerApi {
    private static final int STOP_MILLIS = 10;
    private static final String EGRESS = "EG_";

    final long began = System.currentTimeMillis() - 60_000;
    final int rooms;
    final Set<String> stopped = ConcurrentHashMap.newKeySet();
    final AtomicInteger stops = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();

    CrowdOfRooms(int rooms) {
        this.rooms = rooms;
    }

    static String room(int number) {
        return "room-%06d".formatted(number);
    }

    private ParticipantInfo participant(String room, String identity, boolean publishes) {
        ParticipantInfo.Builder info = ParticipantInfo.newBuilder()
                .setIdentity(identity)
                .setSid("PA_" + room.substring(5) + identity)
                .setJoinedAtMs(began)
                .setIsPublisher(publishes);
        if (publishes) {
            info.addTracks(TrackInfo.newBuilder().setSid("TR_V" + room.substring(5)))
                    .addTracks(TrackInfo.newBuilder().setSid("TR_A" + room.substring(5)));
        }
        return info.build();
    }

    private RoomParticipant host(int number) {
        return RoomModels.participant(participant(room(number), "host", true));
    }

    private Origin by(Source source, int number) {
        return new Origin(source, RoomKey.named(room(number)), System.currentTimeMillis());
    }

    Observation listed(int number) {
        String room = room(number);
        return new Observation.Listed(
                by(Source.POLLING, number),
                List.of(host(number), RoomModels.participant(participant(room, "viewer", false))));
    }

    Observation renewed(int number) {
        return new Observation.Lease(by(Source.LEASE, number), "host", LeaseSign.RENEWED);
    }

    Observation unpublished(int number) {
        return new Observation.TrackUnpublished(by(Source.WEBHOOK, number), key(number), "TR_old");
    }

    Observation left(int number) {
        return new Observation.Left(by(Source.WEBHOOK, number), host(number), LeftReason.CONNECTION_TIMEOUT);
    }

    private ParticipantKey key(int number) {
        return host(number).key();
    }

    private EgressInfo egress(String room, EgressStatus status) {
        return EgressInfo.newBuilder()
                .setEgressId(EGRESS + room)
                .setRoomName(room)
                .setRoomId("RM_" + room)
                .setStatus(status)
                .setStartedAt((began + 10_000) * 1_000_000)
                .setRoomComposite(RoomCompositeEgressRequest.newBuilder().setRoomName(room))
                .build();
    }

    private EgressStatus status(String egressId) {
        return stopped.contains(egressId) ? EgressStatus.EGRESS_COMPLETE : EgressStatus.EGRESS_ACTIVE;
    }

    private EgressInfo known(String egressId) {
        return egress(egressId.substring(EGRESS.length()), status(egressId));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Single.defer(() -> {
            stops.incrementAndGet();
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            return Single.timer(STOP_MILLIS, TimeUnit.MILLISECONDS, Schedulers.computation())
                    .map(tick -> {
                        atOnce.decrementAndGet();
                        stopped.add(egressId);
                        return egress(egressId.substring(EGRESS.length()), EgressStatus.EGRESS_ENDING);
                    });
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return Single.fromSupplier(() -> List.of(known(egressId)));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return Single.fromSupplier(() -> IntStream.range(0, rooms)
                .mapToObj(CrowdOfRooms::room)
                .filter(name -> !stopped.contains(EGRESS + name))
                .map(name -> egress(name, EgressStatus.EGRESS_ACTIVE))
                .toList());
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return Single.fromSupplier(() -> {
            reads.incrementAndGet();
            return List.of(participant(room, "host", true), participant(room, "viewer", false));
        });
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return Single.fromSupplier(() -> List.of(Room.newBuilder()
                .setName(name)
                .setSid("RM_" + name)
                .setCreationTimeMs(began)
                .build()));
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Single.error(new UnsupportedOperationException());
    }
}
