package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/** LiveKit's API as a guard would see it that lacks a mechanism. */
final class Seams {
    private Seams() {}

    /** The API as it is, to be changed in part. */
    private static class Passing implements ServerApi {
        final ServerApi api;

        private Passing(ServerApi api) {
            this.api = api;
        }

        @Override
        public Single<EgressInfo> startEgress(String room, EgressRequest request) {
            return api.startEgress(room, request);
        }

        @Override
        public Single<EgressInfo> stopEgress(String egressId) {
            return api.stopEgress(egressId);
        }

        @Override
        public Single<List<EgressInfo>> readEgress(String egressId) {
            return api.readEgress(egressId);
        }

        @Override
        public Single<List<EgressInfo>> activeEgress(String room) {
            return api.activeEgress(room);
        }

        @Override
        public Single<List<Room>> rooms(String name) {
            return api.rooms(name);
        }

        @Override
        public Single<List<ParticipantInfo>> participants(String room) {
            return api.participants(room);
        }
    }

    /** One in which a list that fails is empty. */
    static final class EmptyOnError extends Passing {
        EmptyOnError(ServerApi api) {
            super(api);
        }

        @Override
        public Single<List<ParticipantInfo>> participants(String room) {
            return api.participants(room).onErrorReturnItem(List.of());
        }
    }

    /** One that sends the first StopEgress of an egress and none after it. */
    static final class StopsOnce extends Passing {
        private final Set<String> sent = new HashSet<>();

        StopsOnce(ServerApi api) {
            super(api);
        }

        @Override
        public Single<EgressInfo> stopEgress(String egressId) {
            return sent.add(egressId)
                    ? api.stopEgress(egressId)
                    : api.readEgress(egressId).map(all -> all.get(0));
        }
    }

    /** One in which rooms have a name and nothing else. */
    static final class Nameless extends Passing {
        Nameless(ServerApi api) {
            super(api);
        }

        @Override
        public Single<List<EgressInfo>> activeEgress(String room) {
            return api.activeEgress(room)
                    .map(all -> all.stream()
                            .map(one -> one.toBuilder().clearRoomId().build())
                            .toList());
        }

        @Override
        public Single<List<Room>> rooms(String name) {
            return Single.just(List.of());
        }
    }

    /** One in which a participant that joins again is the same as before. */
    static final class OneSid extends Passing {
        OneSid(ServerApi api) {
            super(api);
        }

        @Override
        public Single<List<ParticipantInfo>> participants(String room) {
            return api.participants(room)
                    .map(all -> all.stream()
                            .map(one -> one.toBuilder()
                                    .setSid("PA_one")
                                    .clearJoinedAt()
                                    .clearJoinedAtMs()
                                    .build())
                            .toList());
        }

        static String in(String json) {
            return json.replaceAll("\"sid\":\"PA_[a-z]*\"", "\"sid\":\"PA_one\"")
                    .replaceAll("\"joinedAt(Ms)?\":\"\\d+\"", "\"joinedAt\":\"0\"");
        }
    }
}
