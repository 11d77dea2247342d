package io.github.streamlifecycle.livekit.api;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.livekit.server.EgressService;
import io.livekit.server.RoomService;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StopEgressRequest;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import livekit.LivekitRoom.ListParticipantsRequest;
import livekit.LivekitRoom.ListParticipantsResponse;
import livekit.LivekitRoom.ListRoomsRequest;
import livekit.LivekitRoom.ListRoomsResponse;
import okhttp3.OkHttpClient;
import retrofit2.Call;
import retrofit2.Retrofit;
import retrofit2.converter.protobuf.ProtoConverterFactory;

/**
 * The calls over HTTP, through the Retrofit interfaces of LiveKit's SDK: below its clients, which sign a token for each
 * call and know only some options of a request.
 */
final class TwirpApi implements ServerApi {
    private final EgressService stops;
    private final EgressService starts;
    private final EgressService reads;
    private final RoomService rooms;
    private final Tokens tokens;
    private final Timeouts timeouts;

    TwirpApi(String url, Tokens tokens, HttpClients clients, Timeouts timeouts) {
        this.stops = retrofit(url, clients.stops()).create(EgressService.class);
        this.starts = retrofit(url, clients.starts()).create(EgressService.class);
        this.reads = retrofit(url, clients.reads()).create(EgressService.class);
        this.rooms = retrofit(url, clients.reads()).create(RoomService.class);
        this.tokens = tokens;
        this.timeouts = timeouts;
    }

    private static Retrofit retrofit(String url, OkHttpClient client) {
        return new Retrofit.Builder()
                .baseUrl(url)
                .addConverterFactory(ProtoConverterFactory.create())
                .client(client)
                .build();
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return RetrofitCalls.single("StartEgress", timeouts.start(), () -> start(request, request.messageFor(room)));
    }

    private Call<EgressInfo> start(EgressRequest request, Message message) {
        String token = tokens.authorizationToRecord();
        return switch (request.kind()) {
            case ROOM_COMPOSITE -> starts.startRoomCompositeEgress((RoomCompositeEgressRequest) message, token);
            case WEB -> starts.startWebEgress((WebEgressRequest) message, token);
            case PARTICIPANT -> starts.startParticipantEgress((ParticipantEgressRequest) message, token);
            case TRACK_COMPOSITE -> starts.startTrackCompositeEgress((TrackCompositeEgressRequest) message, token);
            case TRACK -> starts.startTrackEgress((TrackEgressRequest) message, token);
        };
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        StopEgressRequest request =
                StopEgressRequest.newBuilder().setEgressId(egressId).build();
        return RetrofitCalls.single(
                "StopEgress", timeouts.stop(), () -> stops.stopEgress(request, tokens.authorizationToRecord()));
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
        return RetrofitCalls.single(
                        "ListEgress", timeouts.read(), () -> reads.listEgress(request, tokens.authorizationToRecord()))
                .map(ListEgressResponse::getItemsList);
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        ListRoomsRequest request = ListRoomsRequest.newBuilder().addNames(name).build();
        return RetrofitCalls.single(
                        "ListRooms", timeouts.read(), () -> rooms.listRooms(request, tokens.authorizationToList()))
                .map(ListRoomsResponse::getRoomsList);
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        ListParticipantsRequest request =
                ListParticipantsRequest.newBuilder().setRoom(room).build();
        return RetrofitCalls.single(
                        "ListParticipants",
                        timeouts.read(),
                        () -> rooms.listParticipants(request, tokens.authorizationToAdminister(room)))
                .map(ListParticipantsResponse::getParticipantsList);
    }
}
