package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.api.TwirpApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** A server that is none: reads what the SDK sends, and answers each start with an egress. */
public final class SentRequests implements Interceptor {
    private static final String PATH = "/twirp/livekit.Egress/";

    private final List<Message> requests = new ArrayList<>();

    /** The one request that the SDK sends to start an egress, its type being that of the method it was sent to. */
    public static Message sent(String room, EgressRequest request) {
        SentRequests server = new SentRequests();
        OkHttpClient http = new OkHttpClient.Builder().addInterceptor(server).build();
        new TwirpApi("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef", http)
                .startEgress(room, request)
                .blockingGet();
        if (server.requests.size() != 1) {
            throw new AssertionError("sent " + server.requests);
        }
        return server.requests.get(0);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        requests.add(read(chain.request()));
        byte[] started =
                EgressInfo.newBuilder().setEgressId("EG_started").build().toByteArray();
        return new Response.Builder()
                .request(chain.request())
                .protocol(Protocol.HTTP_1_1)
                .code(200)
                .message("OK")
                .body(ResponseBody.create(started, MediaType.get("application/protobuf")))
                .build();
    }

    private static Message read(Request request) throws IOException {
        Buffer body = new Buffer();
        request.body().writeTo(body);
        byte[] bytes = body.readByteArray();
        String path = request.url().encodedPath();
        return switch (path) {
            case PATH + "StartRoomCompositeEgress" -> RoomCompositeEgressRequest.parseFrom(bytes);
            case PATH + "StartWebEgress" -> WebEgressRequest.parseFrom(bytes);
            case PATH + "StartParticipantEgress" -> ParticipantEgressRequest.parseFrom(bytes);
            case PATH + "StartTrackCompositeEgress" -> TrackCompositeEgressRequest.parseFrom(bytes);
            case PATH + "StartTrackEgress" -> TrackEgressRequest.parseFrom(bytes);
            default -> throw new AssertionError("sent to " + path);
        };
    }
}
