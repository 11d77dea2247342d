package io.github.streamlifecycle.examples;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/** The calls of a LiveKit server, whose answers go through a loop. */
record LoopedApi(Loop loop, ServerApi real) implements ServerApi {
    private static final Codec<EgressInfo> EGRESS = Codec.message(EgressInfo.getDefaultInstance());
    private static final Codec<List<EgressInfo>> EGRESSES = Codec.listOf(EGRESS);
    private static final Codec<List<Room>> ROOMS = Codec.listOf(Codec.message(Room.getDefaultInstance()));
    private static final Codec<List<ParticipantInfo>> PARTICIPANTS =
            Codec.listOf(Codec.message(ParticipantInfo.getDefaultInstance()));

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return loop.call("startEgress", EGRESS, real.startEgress(room, request));
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
