package io.github.streamlifecycle.livekit;

import io.livekit.server.EgressServiceClient;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import okhttp3.OkHttpClient;

/** The calls, made over HTTP with LiveKit's own SDK, each with the time that the server may take for it. */
final class TwirpApi implements ServerApi {
    /**
     * For how long a whole answer is awaited.
     *
     * @param start a start is answered after up to 25 s if no worker takes it
     * @param stop a stop is answered after up to 15 s, and 3 s of a slow Redis
     * @param list a list is answered after up to 3 s
     */
    record Timeouts(Duration start, Duration stop, Duration list) {
        static final Timeouts DEFAULTS =
                new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    private final EgressServiceClient egress;
    private final RoomServiceClient rooms;
    private final Timeouts timeouts;

    TwirpApi(String url, String apiKey, String apiSecret, OkHttpClient http) {
        this(url, apiKey, apiSecret, http, Timeouts.DEFAULTS);
    }

    TwirpApi(String url, String apiKey, String apiSecret, OkHttpClient http, Timeouts timeouts) {
        Supplier<OkHttpClient> client = () -> http;
        this.egress = EgressServiceClient.createClient(url, apiKey, apiSecret, client);
        this.timeouts = timeouts;
        this.rooms = RoomServiceClient.createClient(url, apiKey, apiSecret, client);
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Calls.single("StartEgress", timeouts.start(), () -> request.start(egress, room))
                .map(info -> named("StartEgress", info));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Calls.single("StopEgress", timeouts.stop(), () -> egress.stopEgress(egressId))
                .map(info -> named("StopEgress", info));
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return Calls.single("ListEgress", timeouts.list(), () -> egress.listEgress(null, egressId, null));
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return Calls.single(
                "ListEgress", timeouts.list(), () -> egress.listEgress(room.isEmpty() ? null : room, null, true));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return Calls.single("ListRooms", timeouts.list(), () -> rooms.listRooms(List.of(name)));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return Calls.single("ListParticipants", timeouts.list(), () -> rooms.listParticipants(room));
    }

    /** An empty answer with status 200, such as a proxy's, is a legal message without any field. */
    private static EgressInfo named(String call, EgressInfo info) {
        if (info.getEgressId().isEmpty()) {
            throw LiveKitException.malformed(call, new IllegalArgumentException("no egress id"));
        }
        return info;
    }
}
