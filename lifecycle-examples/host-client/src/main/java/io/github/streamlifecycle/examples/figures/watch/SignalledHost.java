package io.github.streamlifecycle.examples.figures.watch;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.onvoid.webrtc.CreateSessionDescriptionObserver;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCConfiguration;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCOfferOptions;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import dev.onvoid.webrtc.RTCSdpType;
import dev.onvoid.webrtc.RTCSessionDescription;
import dev.onvoid.webrtc.SetSessionDescriptionObserver;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import io.reactivex.rxjava3.core.Flowable;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitModels.TrackSource;
import livekit.LivekitModels.TrackType;
import livekit.LivekitRtc.AddTrackRequest;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SignalTarget;
import livekit.LivekitRtc.TrickleRequest;

/**
 * A host that publishes over LiveKit's own signalling, as LiveKit's SDKs do: it can say that a track is a
 * shared screen. It stays until its process ends.
 *
 * <p>All that happens takes turns on one thread; webrtc-java's own threads must not see an exception.
 */
final class SignalledHost {
    private static final long PING_EVERY_SECONDS = 5;
    private static final long CONNECTED_WITHIN_SECONDS = 30;

    private final PeerConnectionFactory factory;
    private final Executor turns = Executors.newSingleThreadExecutor();
    private final WebSocket socket;
    private final List<RTCIceCandidate> early = new ArrayList<>();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private final AtomicInteger announcements = new AtomicInteger();
    private final CompletableFuture<Void> announced = new CompletableFuture<>();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final RTCPeerConnection connection;
    private boolean described;

    SignalledHost(FigureServer server, String room, PeerConnectionFactory factory) {
        this.factory = factory;
        this.connection = this.factory.createPeerConnection(new RTCConfiguration(), new Connection());
        URI url = URI.create(server.url().toString().replaceFirst("^http", "ws")
                + "/rtc?auto_subscribe=0&protocol=15&sdk=java&version=0");
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + server.publishToken(room))
                .buildAsync(url, new Messages())
                .join();
        Flowable.interval(PING_EVERY_SECONDS, TimeUnit.SECONDS)
                .onBackpressureDrop()
                .subscribe(tick -> turns.execute(() -> send(SignalRequest.newBuilder()
                        .setPingReq(Ping.newBuilder().setTimestamp(System.currentTimeMillis())))));
    }

    /** Publishes tracks, and returns once the connection is there. */
    void publish(Map<TrackSource, MediaStreamTrack> tracks) {
        await(joined);
        announcements.set(tracks.size());
        tracks.forEach((source, track) -> {
            connection.addTrack(track, List.of("figures"));
            send(SignalRequest.newBuilder()
                    .setAddTrack(AddTrackRequest.newBuilder()
                            .setCid(track.getId())
                            .setName(track.getId())
                            .setType(source == TrackSource.MICROPHONE ? TrackType.AUDIO : TrackType.VIDEO)
                            .setSource(source)));
        });
        await(announced);
        connection.createOffer(new RTCOfferOptions(), new Offered());
        await(connected);
    }

    private static void await(CompletableFuture<Void> stage) {
        stage.orTimeout(CONNECTED_WITHIN_SECONDS, TimeUnit.SECONDS).join();
    }

    private void send(SignalRequest.Builder message) {
        socket.sendBinary(message.build().toByteString().asReadOnlyByteBuffer(), true)
                .join();
    }

    private void onMessage(SignalResponse message) {
        switch (message.getMessageCase()) {
            case JOIN -> joined.complete(null);
            case TRACK_PUBLISHED -> {
                if (announcements.decrementAndGet() == 0) {
                    announced.complete(null);
                }
            }
            case ANSWER ->
                connection.setRemoteDescription(
                        new RTCSessionDescription(
                                RTCSdpType.ANSWER, message.getAnswer().getSdp()),
                        new Done(() -> {
                            described = true;
                            early.forEach(connection::addIceCandidate);
                        }));
            case TRICKLE -> onTrickle(message.getTrickle());
            case LEAVE ->
                System.out.println(
                        "a host was asked to leave: " + message.getLeave().getReason());
            default -> {
                // the host only publishes
            }
        }
    }

    private void onTrickle(TrickleRequest trickle) {
        if (trickle.getTarget() != SignalTarget.PUBLISHER) {
            return;
        }
        JsonObject init = JsonParser.parseString(trickle.getCandidateInit()).getAsJsonObject();
        RTCIceCandidate candidate = new RTCIceCandidate(
                init.get("sdpMid").getAsString(),
                init.get("sdpMLineIndex").getAsInt(),
                init.get("candidate").getAsString());
        if (described) {
            connection.addIceCandidate(candidate);
        } else {
            early.add(candidate);
        }
    }

    private void trickle(RTCIceCandidate candidate) {
        JsonObject init = new JsonObject();
        init.addProperty("candidate", candidate.sdp);
        init.addProperty("sdpMid", candidate.sdpMid);
        init.addProperty("sdpMLineIndex", candidate.sdpMLineIndex);
        send(SignalRequest.newBuilder()
                .setTrickle(TrickleRequest.newBuilder()
                        .setTarget(SignalTarget.PUBLISHER)
                        .setCandidateInit(init.toString())));
    }

    private final class Connection implements PeerConnectionObserver {
        @Override
        public void onIceCandidate(RTCIceCandidate candidate) {
            turns.execute(() -> trickle(candidate));
        }

        @Override
        public void onConnectionChange(RTCPeerConnectionState state) {
            if (state == RTCPeerConnectionState.CONNECTED) {
                turns.execute(() -> connected.complete(null));
            }
        }
    }

    private final class Offered implements CreateSessionDescriptionObserver {
        @Override
        public void onSuccess(RTCSessionDescription offer) {
            turns.execute(() -> connection.setLocalDescription(
                    offer,
                    new Done(() -> send(SignalRequest.newBuilder()
                            .setOffer(SessionDescription.newBuilder()
                                    .setType("offer")
                                    .setSdp(offer.sdp))))));
        }

        @Override
        public void onFailure(String error) {
            connected.completeExceptionally(new IllegalStateException(error));
        }
    }

    private final class Done implements SetSessionDescriptionObserver {
        private final Runnable next;

        Done(Runnable next) {
            this.next = next;
        }

        @Override
        public void onSuccess() {
            turns.execute(next);
        }

        @Override
        public void onFailure(String error) {
            connected.completeExceptionally(new IllegalStateException(error));
        }
    }

    private final class Messages implements WebSocket.Listener {
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        @Override
        public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            message.writeBytes(bytes);
            if (last) {
                byte[] whole = message.toByteArray();
                message.reset();
                turns.execute(() -> {
                    try {
                        onMessage(SignalResponse.parseFrom(whole));
                    } catch (InvalidProtocolBufferException unreadable) {
                        connected.completeExceptionally(unreadable);
                    }
                });
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            System.out.println("a host's signalling was closed with status " + status);
            return CompletableFuture.completedStage(null);
        }
    }
}
