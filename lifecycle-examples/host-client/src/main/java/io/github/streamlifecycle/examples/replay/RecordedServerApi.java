package io.github.streamlifecycle.examples.replay;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.function.Consumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/**
 * The calls to a LiveKit server, with answers that go through a loop.
 *
 * @param loop the loop
 * @param real the calls; never made in a replay
 * @param onStartFailed told on the loop of a start that failed
 */
public record RecordedServerApi(EventLoop loop, ServerApi real, Consumer<Throwable> onStartFailed)
        implements ServerApi {
    private static final JsonCodec<EgressInfo> EGRESS = JsonCodec.message(EgressInfo.getDefaultInstance());
    private static final JsonCodec<List<EgressInfo>> EGRESSES = JsonCodec.listOf(EGRESS);
    private static final JsonCodec<List<Room>> ROOMS = JsonCodec.listOf(JsonCodec.message(Room.getDefaultInstance()));
    private static final JsonCodec<List<ParticipantInfo>> PARTICIPANTS =
            JsonCodec.listOf(JsonCodec.message(ParticipantInfo.getDefaultInstance()));

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return loop.call("startEgress", EGRESS, real.startEgress(room, request)).doOnError(onStartFailed::accept);
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return loop.call("stopEgress", EGRESS, real.stopEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return loop.call("readEgress", EGRESSES, real.readEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return loop.call("activeEgress", EGRESSES, real.activeEgress(room));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return loop.call("rooms", ROOMS, real.rooms(name));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return loop.call("participants", PARTICIPANTS, real.participants(room));
    }
}
