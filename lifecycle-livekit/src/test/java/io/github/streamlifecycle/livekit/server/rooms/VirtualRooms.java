package io.github.streamlifecycle.livekit.server.rooms;

import static livekit.LivekitEgress.EgressStatus.EGRESS_ACTIVE;
import static livekit.LivekitEgress.EgressStatus.EGRESS_COMPLETE;
import static livekit.LivekitEgress.EgressStatus.EGRESS_ENDING;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitModels.TrackInfo;

/** A server with rooms, participants and egress, in virtual time. */
final class VirtualRooms implements ServerApi {
    static final long EPOCH = 1_800_000_000_000L;

    final TestScheduler time;
    final Map<String, Map<String, ParticipantInfo>> rooms = new LinkedHashMap<>();
    final Map<String, EgressInfo> egress = new LinkedHashMap<>();
    final List<String> stops = new ArrayList<>();
    final List<String> polls = new ArrayList<>();
    int sweeps;
    int starts;
    int pollsInFlight;
    int mostPollsInFlight;
    long pollTakesMillis = 10;
    long listTakesMillis = 10;
    boolean reachable = true;
    /** Run when a StopEgress is sent, before it takes its time. */
    Runnable whenStopSent = () -> {};
    /** Whether a StopEgress is answered as that of a worker that died. */
    boolean stopsAreInVain;

    VirtualRooms(TestScheduler time) {
        this.time = time;
    }

    long now() {
        return EPOCH + time.now(TimeUnit.MILLISECONDS);
    }

    ParticipantInfo join(String room, String identity, boolean publishes) {
        ParticipantInfo.Builder info = ParticipantInfo.newBuilder()
                .setIdentity(identity)
                .setSid("PA_" + identity + now())
                .setJoinedAt(now() / 1_000)
                .setJoinedAtMs(now());
        if (publishes) {
            info.setIsPublisher(true).addTracks(TrackInfo.newBuilder().setSid("TR_" + identity));
        }
        rooms.computeIfAbsent(room, name -> new LinkedHashMap<>()).put(identity, info.build());
        return info.build();
    }

    ParticipantInfo leave(String room, String identity) {
        return rooms.get(room).remove(identity);
    }

    EgressInfo runs(String room, String id) {
        EgressInfo info = EgressInfo.newBuilder()
                .setEgressId(id)
                .setRoomName(room)
                .setRoomId("RM_" + room)
                .setStatus(EGRESS_ACTIVE)
                .setStartedAt(now() * 1_000_000)
                .setRoomComposite(RoomCompositeEgressRequest.newBuilder().setRoomName(room))
                .build();
        egress.put(id, info);
        return info;
    }

    EgressInfo turn(String id, livekit.LivekitEgress.EgressStatus status) {
        return egress.computeIfPresent(
                id, (any, info) -> info.toBuilder().setStatus(status).build());
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        whenStopSent.run();
        return call(20, () -> {
            stops.add(egressId);
            if (stopsAreInVain) {
                throw LiveKitException.of(503, "unavailable", "virtual");
            }
            EgressInfo info = egress.get(egressId);
            if (info == null || EgressStatuses.isTerminal(info.getStatus())) {
                throw LiveKitException.of(412, "failed_precondition", "virtual");
            }
            time.scheduleDirect(() -> turn(egressId, EGRESS_COMPLETE), 300, TimeUnit.MILLISECONDS);
            return turn(egressId, EGRESS_ENDING);
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return call(10, () -> egress.containsKey(egressId) ? List.of(egress.get(egressId)) : List.of());
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return call(listTakesMillis, () -> {
            sweeps++;
            return egress.values().stream()
                    .filter(info -> !EgressStatuses.isTerminal(info.getStatus()))
                    .filter(info -> room.isEmpty() || info.getRoomName().equals(room))
                    .toList();
        });
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return Single.defer(() -> {
            polls.add(room);
            pollsInFlight++;
            mostPollsInFlight = Math.max(mostPollsInFlight, pollsInFlight);
            return call(
                            pollTakesMillis,
                            () -> List.copyOf(rooms.getOrDefault(room, Map.of()).values()))
                    .doOnEvent((all, error) -> pollsInFlight--);
        });
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        Room room = Room.newBuilder()
                .setName(name)
                .setSid("RM_" + name)
                .setCreationTimeMs(EPOCH)
                .build();
        return call(0, () -> List.of(room));
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        starts++;
        return Single.error(new UnsupportedOperationException());
    }

    private <T> Single<T> call(long takesMillis, Supplier<T> work) {
        Single<Long> answer =
                takesMillis == 0 ? Single.just(0L) : Single.timer(takesMillis, TimeUnit.MILLISECONDS, time);
        return answer.map(tick -> {
            if (!reachable) {
                throw LiveKitException.of(0, "", "virtual connection is cut");
            }
            return work.get();
        });
    }
}
