package io.github.streamlifecycle.livekit.webrtc;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCIceCandidate;
import io.github.streamlifecycle.livekit.media.PathChecks;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Optional;
import java.util.function.Consumer;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalTarget;
import livekit.LivekitRtc.TrickleRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher's reception: the connection that the server offers, from its first offer on, and the counts of the packets that
 * come over it. Belongs to one worker, on which its events come too.
 */
final class Reception {
    private static final Logger log = LoggerFactory.getLogger(Reception.class);

    private final PeerConnectionFactory factory;
    private final Consumer<Runnable> turns;
    private final Events events;
    private final PacketCounts counts;
    private final CompositeDisposable answers = new CompositeDisposable();
    private @Nullable SubscriberConnection connection;
    private PathChecks checks = PathChecks.unknown();

    /** What comes of a reception: messages for the server, counts of packets, and one trouble that ends it. */
    record Events(
            Consumer<SignalRequest.Builder> requests, Consumer<ReceivedPackets> counts, Consumer<String> onTrouble) {}

    Reception(PeerConnectionFactory factory, Consumer<Runnable> turns, Events events) {
        this.factory = factory;
        this.turns = turns;
        this.events = events;
        this.counts = new PacketCounts(turns, this::onCounts);
    }

    /** Answers an offer: the first one, or one with other tracks. */
    void onOffer(SessionDescription offer) {
        SubscriberConnection receiver = connection == null ? new SubscriberConnection(factory) : connection;
        connection = receiver;
        Disposable unused = receiver.answer(new Sdp(offer.getSdp()))
                .subscribe(
                        answer -> turns.accept(() -> {
                            receiver.described();
                            events.requests()
                                    .accept(SignalRequest.newBuilder()
                                            .setAnswer(SessionDescription.newBuilder()
                                                    .setType("answer")
                                                    .setSdp(answer.text())
                                                    .setId(offer.getId())));
                        }),
                        error -> turns.accept(() -> events.onTrouble().accept("no answer to the offer")),
                        answers);
    }

    void onTrickle(TrickleRequest trickle) {
        if (trickle.getTarget() != SignalTarget.SUBSCRIBER
                || connection == null
                || trickle.getCandidateInit().isEmpty()) {
            return;
        }
        try {
            Struct.Builder candidate = Struct.newBuilder();
            JsonFormat.parser().merge(trickle.getCandidateInit(), candidate);
            connection.candidate(new RTCIceCandidate(
                    candidate.getFieldsOrThrow("sdpMid").getStringValue(),
                    (int) candidate.getFieldsOrThrow("sdpMLineIndex").getNumberValue(),
                    candidate.getFieldsOrThrow("candidate").getStringValue()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException unreadable) {
            log.debug("a candidate that cannot be read");
        }
    }

    /** Asks for the next count, if there is a connection; or returns the trouble that shows. */
    Optional<String> look(long nowMillis) {
        if (connection == null) {
            return Optional.empty();
        }
        if (connection.isBroken()) {
            return Optional.of("the media connection is broken");
        }
        if (counts.isOverdue(nowMillis)) {
            return Optional.of("webrtc-java counts no packets");
        }
        if (connection.isConnected()) {
            counts.ask(connection.packets(), nowMillis);
        }
        return Optional.empty();
    }

    private void onCounts(ReceivedPackets packets) {
        checks = checks.on(packets.checksSent(), packets.checksAnswered());
        if (checks.isBroken()) {
            events.onTrouble().accept("the server answers no connectivity checks");
        } else {
            events.counts().accept(packets);
        }
    }

    void close() {
        answers.dispose();
        if (connection != null) {
            connection.close();
        }
    }
}
