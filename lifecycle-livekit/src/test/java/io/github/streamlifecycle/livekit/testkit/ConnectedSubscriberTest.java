package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCRtpSendParameters;
import dev.onvoid.webrtc.RTCRtpSender;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.ReceivingPeer;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import io.github.streamlifecycle.livekit.webrtc.WhipSession;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitRtc.SignalResponse.MessageCase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Those who have answered the double's offer, and so stay: what they keep alive, and how their hosts are rated for them. */
class ConnectedSubscriberTest {
    /** Slow enough for a subscriber to connect within a minute of it. */
    @RegisterExtension
    static final LiveKitExtension livekit =
            LiveKitExtension.of(LiveKitDouble.builder().speed(4));

    private final PeerConnectionFactory factory = HeadlessWebRtc.factory();
    private final LiveKitDouble server = livekit.server();

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private Stream<JsonObject> webhooks(String event) {
        return server.webhooks().stream()
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .filter(webhook -> webhook.get("event").getAsString().equals(event));
    }

    private List<String> finished() {
        return webhooks("room_finished")
                .map(webhook -> webhook.getAsJsonObject("room").get("name").getAsString())
                .toList();
    }

    private void connect(Subscriber subscriber, ReceivingPeer peer) {
        long before = joined();
        await().until(() -> subscriber.heard(MessageCase.OFFER).count() == 1);
        subscriber.answer(peer);
        await().until(() -> joined() > before);
    }

    private long joined() {
        return webhooks("participant_joined")
                .filter(webhook -> webhook.toString().contains("\"identity\":\"watcher\""))
                .count();
    }

    @Test
    void onlyAnAgentLetsItsRoomEnd() {
        RoomMember first = server.joinAndPublish("kept", "host");
        RoomMember second = server.joinAndPublish("ended", "host");
        ReceivingPeer peer = new ReceivingPeer(factory);
        ReceivingPeer peerOfAgent = new ReceivingPeer(factory);
        try (Subscriber agent = new Subscriber(server, "ended", "agent")) {
            try (Subscriber watcher = new Subscriber(server, "kept")) {
                connect(watcher, peer);
                connect(agent, peerOfAgent);
                first.leave();
                second.leave();
                await().until(() -> finished().contains("ended"));
                assertThat(finished()).containsExactly("ended");
                assertThat(new TwirpCalls(server).identities("kept")).containsExactly("watcher");
            }
            await().until(() -> finished().contains("kept"));
        }
        peer.close();
        peerOfAgent.close();
    }

    @Test
    void hostIsRatedAsItPausesReturnsAndDies() {
        ReceivingPeer peer = new ReceivingPeer(factory);
        try (LiveKit client = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
                Subscriber watcher = new Subscriber(server, "room", "agent")) {
            connect(watcher, peer);
            WhipSession host = WhipClient.to(client, "room", "host")
                    .connectTimeout(Duration.ofMinutes(1))
                    .publish(
                            factory,
                            List.of(factory.createAudioTrack("mic", factory.createAudioSource(new AudioOptions()))))
                    .blockingGet();
            await().until(() -> tracks(watcher).findAny().isPresent());
            watcher.subscribe(tracks(watcher).findAny().orElseThrow());
            send(host, false);
            awaitRatings(watcher, ConnectionQuality.POOR);
            send(host, true);
            awaitRatings(watcher, ConnectionQuality.POOR, ConnectionQuality.EXCELLENT);
            host.connection().close();
            awaitRatings(
                    watcher,
                    ConnectionQuality.POOR,
                    ConnectionQuality.EXCELLENT,
                    ConnectionQuality.GOOD,
                    ConnectionQuality.LOST);
        }
        peer.close();
    }

    private static void send(WhipSession host, boolean active) {
        RTCRtpSender sender = host.connection().getSenders()[0];
        RTCRtpSendParameters parameters = sender.getParameters();
        parameters.encodings.forEach(encoding -> encoding.active = active);
        sender.setParameters(parameters);
    }

    private static Stream<String> tracks(Subscriber watcher) {
        return watcher.heard(MessageCase.UPDATE)
                .flatMap(message -> message.getUpdate().getParticipantsList().stream())
                .flatMap(participant -> participant.getTracksList().stream())
                .map(track -> track.getSid());
    }

    private static void awaitRatings(Subscriber watcher, ConnectionQuality... ratings) {
        await().untilAsserted(() -> assertThat(watcher.heard(MessageCase.CONNECTION_QUALITY)
                        .map(message ->
                                message.getConnectionQuality().getUpdates(0).getQuality()))
                .containsExactly(ratings));
    }
}
