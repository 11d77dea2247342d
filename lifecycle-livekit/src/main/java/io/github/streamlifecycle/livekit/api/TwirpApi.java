package io.github.streamlifecycle.livekit.api;

import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.livekit.server.EgressService;
import io.livekit.server.EgressServiceClient;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.StopEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import okhttp3.OkHttpClient;
import retrofit2.Retrofit;
import retrofit2.converter.protobuf.ProtoConverterFactory;

/** The calls, made over HTTP with LiveKit's own SDK, each with the time that the server may take for it. */
public final class TwirpApi implements ServerApi {
    /**
     * For how long a whole answer is awaited.
     *
     * @param start a start is answered after up to 25 s if no worker takes it
     * @param stop a stop is answered after up to 15 s, and 3 s of a slow Redis
     * @param list a list is answered after up to 3 s
     */
    public record Timeouts(Duration start, Duration stop, Duration list) {
        public static final Timeouts DEFAULTS =
                new Timeouts(Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    private final EgressServiceClient starts;
    /** What is called most, below the SDK's client, which would sign a token for each call. */
    private final EgressService egress;

    private final RecordToken token;
    private final RoomServiceClient rooms;
    private final Timeouts timeouts;

    public TwirpApi(String url, String apiKey, String apiSecret, OkHttpClient http) {
        this(url, apiKey, apiSecret, http, Timeouts.DEFAULTS);
    }

    public TwirpApi(String url, String apiKey, String apiSecret, OkHttpClient http, Timeouts timeouts) {
        Supplier<OkHttpClient> client = () -> http;
        this.starts = EgressServiceClient.createClient(url, apiKey, apiSecret, client);
        this.egress = new Retrofit.Builder()
                .baseUrl(url)
                .addConverterFactory(ProtoConverterFactory.create())
                .client(http)
                .build()
                .create(EgressService.class);
        this.token = new RecordToken(apiKey, apiSecret, System::currentTimeMillis);
        this.timeouts = timeouts;
        this.rooms = RoomServiceClient.createClient(url, apiKey, apiSecret, client);
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Calls.single("StartEgress", timeouts.start(), () -> request.start(starts, room))
                .map(info -> named("StartEgress", info));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        StopEgressRequest request =
                StopEgressRequest.newBuilder().setEgressId(egressId).build();
        return Calls.single("StopEgress", timeouts.stop(), () -> egress.stopEgress(request, token.authorization()))
                .map(info -> named("StopEgress", info));
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return list(ListEgressRequest.newBuilder().setEgressId(egressId).build());
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return list(
                ListEgressRequest.newBuilder().setRoomName(room).setActive(true).build());
    }

    private Single<List<EgressInfo>> list(ListEgressRequest request) {
        return Calls.single("ListEgress", timeouts.list(), () -> egress.listEgress(request, token.authorization()))
                .map(ListEgressResponse::getItemsList);
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
