package io.github.streamlifecycle.livekit.testkit;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.google.protobuf.InvalidProtocolBufferException;
import io.github.streamlifecycle.livekit.webrtc.ReceivingPeer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SignalResponse.MessageCase;
import livekit.LivekitRtc.UpdateSubscription;
import org.jspecify.annotations.Nullable;

/**
 * A client of LiveKit's signalling that is hidden, and hears what it is told, but receives no media. Unless it answers, it
 * is removed a minute after it joined.
 */
final class Subscriber implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<SignalResponse> heard = new CopyOnWriteArrayList<>();
    private volatile boolean ended;
    private final WebSocket socket;

    Subscriber(LiveKitDouble server, String room, String... grants) {
        Map<String, Object> video = new HashMap<>(Map.of("roomJoin", true, "room", room, "hidden", true));
        for (String grant : grants) {
            video.put(grant, true);
        }
        String token = JWT.create()
                .withIssuer(server.apiKey())
                .withSubject("watcher")
                .withExpiresAt(Instant.now().plusSeconds(60))
                .withClaim("video", video)
                .sign(Algorithm.HMAC256(server.apiSecret()));
        URI url = URI.create(server.url().replaceFirst("^http", "ws") + "/rtc?access_token=" + token);
        socket = HTTP.newWebSocketBuilder().buildAsync(url, new Heard()).join();
    }

    List<SignalResponse> heard() {
        return List.copyOf(heard);
    }

    /** Hears of the room: nothing before it was welcomed. */
    Stream<SignalResponse> heard(MessageCase what) {
        return heard.stream().filter(message -> message.getMessageCase() == what);
    }

    boolean isEnded() {
        return ended;
    }

    void send(SignalRequest.Builder message) {
        socket.sendBinary(ByteBuffer.wrap(message.build().toByteArray()), true).join();
    }

    void ping() {
        send(SignalRequest.newBuilder().setPingReq(Ping.newBuilder().setTimestamp(1)));
    }

    void subscribe(String trackSid) {
        send(SignalRequest.newBuilder()
                .setSubscription(
                        UpdateSubscription.newBuilder().addTrackSids(trackSid).setSubscribe(true)));
    }

    /** Answers the offers that it has heard, with a peer that discards what it receives. */
    void answer(ReceivingPeer peer) {
        heard(MessageCase.OFFER).forEach(message -> {
            SessionDescription offer = message.getOffer();
            send(SignalRequest.newBuilder()
                    .setAnswer(SessionDescription.newBuilder()
                            .setType("answer")
                            .setId(offer.getId())
                            .setSdp(peer.answer(offer.getSdp()).blockingGet())));
        });
    }

    /** Goes without a word. */
    @Override
    public void close() {
        socket.abort();
    }

    private final class Heard implements WebSocket.Listener {
        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
            try {
                heard.add(SignalResponse.parseFrom(data));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            ended = true;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            ended = true;
        }
    }
}
