package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/** The calls of one server until it is told to make them of another. */
class Turncoat implements ServerApi {
    private volatile ServerApi server;

    Turncoat(ServerApi server) {
        this.server = server;
    }

    void turnTo(ServerApi other) {
        server = other;
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Single.defer(() -> server.startEgress(room, request));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Single.defer(() -> server.stopEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return Single.defer(() -> server.readEgress(egressId));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return Single.defer(() -> server.activeEgress(room));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return Single.defer(() -> server.rooms(name));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return Single.defer(() -> server.participants(room));
    }
}
