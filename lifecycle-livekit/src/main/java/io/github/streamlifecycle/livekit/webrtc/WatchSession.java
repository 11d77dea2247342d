package io.github.streamlifecycle.livekit.webrtc;

import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.RTCIceCandidate;
import io.github.streamlifecycle.livekit.media.PathChecks;
import io.github.streamlifecycle.livekit.media.RoomMedia;
import io.github.streamlifecycle.livekit.media.RoomMedia.LinkQuality;
import io.github.streamlifecycle.livekit.media.WatchedTrack;
import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomModels;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import livekit.LivekitModels;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.VideoQuality;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import livekit.LivekitRtc.SignalTarget;
import livekit.LivekitRtc.TrickleRequest;
import livekit.LivekitRtc.UpdateSubscription;
import livekit.LivekitRtc.UpdateTrackSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stay of a watcher in a room, from joining it to leaving it or to the first trouble of its own.
 *
 * <p>All that happens takes turns on one worker. It decides nothing: {@link RoomMedia} does.
 */
final class WatchSession implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(WatchSession.class);
    private static final long LOOK_EVERY_MILLIS = 200;
    /** How often it looks who matters now: an egress may have begun or ended since. */
    private static final long LOOK_FOR_HOSTS_EVERY_MILLIS = 5_000;

    private static final long PING_EVERY_MILLIS = 5_000;
    private static final long PING_IN_DOUBT_EVERY_MILLIS = 300;
    private static final long ANSWERED_WITHIN_MILLIS = 2_000;
    private static final long JOINED_WITHIN_MILLIS = 15_000;

    private final PeerConnectionFactory factory;
    private final RoomWatch.Target target;
    private final Scheduler.Worker turns;
    private final Consumer<Observation> observations;
    private final Consumer<String> onEnd;
    private final CompositeDisposable looks = new CompositeDisposable();
    private final RoomSocket socket;

    private RoomKey room;
    private boolean joined;
    private boolean over;
    private final Map<String, ParticipantInfo> participants = new LinkedHashMap<>();
    private RoomMedia media = RoomMedia.empty();
    private ToldSigns told = ToldSigns.NONE;
    private Set<String> subscribed = Set.of();
    private @Nullable SubscriberConnection connection;
    private final long begunAtMillis;
    private long lookedForHostsAtMillis;
    private final PacketCounts counts;
    private long askedAtMillis;
    private PathChecks checks = PathChecks.unknown();

    WatchSession(
            PeerConnectionFactory factory,
            RoomWatch.Target target,
            Scheduler scheduler,
            Consumer<Observation> observations,
            Consumer<String> onEnd) {
        this.factory = factory;
        this.target = target;
        this.turns = scheduler.createWorker();
        this.observations = observations;
        this.onEnd = onEnd;
        this.counts = new PacketCounts(
                turns, packets -> turn(() -> onPackets(packets)).run());
        this.room = RoomKey.named(target.room());
        this.begunAtMillis = now();
        this.socket = RoomSocket.join(
                target.url(),
                target.token().get(),
                new RoomSocket.Events(
                        message -> turns.schedule(turn(() -> onMessage(message))),
                        why -> turns.schedule(() -> end(why))));
        looks.add(turns.schedulePeriodically(
                turn(this::look), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Without it, one turn that throws would be the last: the watch would see nothing more and not say so. */
    private Runnable turn(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (Throwable thrown) {
                log.warn("{}: the watch failed", target, thrown);
                end("failed: " + thrown.getClass().getSimpleName());
            }
        };
    }

    private void onMessage(SignalResponse message) {
        if (over) {
            return;
        }
        switch (message.getMessageCase()) {
            case JOIN -> {
                joined = true;
                room = RoomModels.room(message.getJoin().getRoom().toBuilder()
                        .setName(target.room())
                        .build());
                tell(new Observation.Sees(origin()));
                message.getJoin().getOtherParticipantsList().forEach(this::update);
                watch();
            }
            case UPDATE -> {
                message.getUpdate().getParticipantsList().forEach(this::update);
                watch();
            }
            case CONNECTION_QUALITY ->
                message.getConnectionQuality()
                        .getUpdatesList()
                        .forEach(update ->
                                media = media.withQuality(update.getParticipantSid(), quality(update.getQuality())));
            case OFFER -> onOffer(message.getOffer());
            case TRICKLE -> onTrickle(message.getTrickle());
            case PONG_RESP -> onPong(message.getPongResp().getLastPingTimestamp());
            case LEAVE -> end("asked to leave: " + message.getLeave().getReason());
            default -> log.trace("{}: {}", target, message.getMessageCase());
        }
    }

    private static LinkQuality quality(ConnectionQuality quality) {
        return quality == ConnectionQuality.LOST ? LinkQuality.LOST : LinkQuality.USABLE;
    }

    private void update(ParticipantInfo info) {
        if (info.getState() == ParticipantInfo.State.DISCONNECTED) {
            participants.remove(info.getSid());
            if (isHost(info)) {
                tell(new Observation.Left(
                        origin(),
                        RoomModels.participant(info),
                        LeftReason.named(info.getDisconnectReason().name())));
            }
        } else {
            participants.put(info.getSid(), info);
        }
    }

    private boolean isHost(ParticipantInfo info) {
        return !info.getIdentity().isEmpty() && target.hosts().test(RoomModels.participant(info));
    }

    /** Watches the hosts that are there now, each with the tracks it has now. */
    private void watch() {
        lookedForHostsAtMillis = now();
        Map<ParticipantKey, List<WatchedTrack>> hosts = new LinkedHashMap<>();
        participants.values().stream()
                .filter(this::isHost)
                .forEach(info -> hosts.put(RoomModels.key(info), WatchedTracks.of(info)));
        media = media.withHosts(hosts);
        subscribe();
    }

    private void subscribe() {
        Set<String> wanted = media.wanted();
        Set<String> gone = new HashSet<>(subscribed);
        gone.removeAll(wanted);
        Set<String> fresh = new HashSet<>(wanted);
        fresh.removeAll(subscribed);
        subscribed = wanted;
        if (!gone.isEmpty()) {
            send(SignalRequest.newBuilder()
                    .setSubscription(UpdateSubscription.newBuilder().addAllTrackSids(gone)));
        }
        if (!fresh.isEmpty()) {
            send(SignalRequest.newBuilder()
                    .setSubscription(UpdateSubscription.newBuilder()
                            .addAllTrackSids(fresh)
                            .setSubscribe(true)));
            // the least that a track with several layers can be had for
            send(SignalRequest.newBuilder()
                    .setTrackSetting(UpdateTrackSettings.newBuilder()
                            .addAllTrackSids(fresh)
                            .setQuality(VideoQuality.LOW)
                            .setFps(1)));
        }
    }

    private void onOffer(SessionDescription offer) {
        SubscriberConnection receiver = connection == null ? new SubscriberConnection(factory) : connection;
        connection = receiver;
        looks.add(receiver.answer(new Sdp(offer.getSdp()))
                .subscribe(
                        answer -> turns.schedule(() -> {
                            receiver.described();
                            send(SignalRequest.newBuilder()
                                    .setAnswer(SessionDescription.newBuilder()
                                            .setType("answer")
                                            .setSdp(answer.text())
                                            .setId(offer.getId())));
                        }),
                        error -> turns.schedule(() -> end("no answer to the offer"))));
    }

    private void onTrickle(TrickleRequest trickle) {
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
        } catch (com.google.protobuf.InvalidProtocolBufferException | IllegalArgumentException unreadable) {
            log.debug("{}: a candidate that cannot be read", target);
        }
    }

    private void onPong(long sentAtMillis) {
        media = media.answered(sentAtMillis, now());
        tellSigns();
    }

    private void look() {
        long now = now();
        if (!joined) {
            if (now - begunAtMillis > JOINED_WITHIN_MILLIS) {
                end("the room could not be joined");
            }
            return;
        }
        if (media.unansweredMillis(now) > ANSWERED_WITHIN_MILLIS) {
            end("no answer to a ping");
            return;
        }
        if (now - askedAtMillis >= (media.isInDoubt() ? PING_IN_DOUBT_EVERY_MILLIS : PING_EVERY_MILLIS)) {
            ask(now);
        }
        if (now - lookedForHostsAtMillis >= LOOK_FOR_HOSTS_EVERY_MILLIS) {
            watch();
        }
        SubscriberConnection receiver = connection;
        if (receiver != null && receiver.isBroken()) {
            end("the media connection is broken");
        } else if (counts.isOverdue(now)) {
            end("webrtc-java counts no packets");
        } else if (receiver != null && receiver.isConnected()) {
            counts.ask(receiver.packets(), now);
        }
    }

    private void ask(long now) {
        askedAtMillis = now;
        media = media.asked(now);
        send(SignalRequest.newBuilder().setPingReq(Ping.newBuilder().setTimestamp(now)));
    }

    private void onPackets(ReceivedPackets packets) {
        if (over) {
            return;
        }
        checks = checks.on(packets.checksSent(), packets.checksAnswered());
        if (checks.isBroken()) {
            end("the server answers no connectivity checks");
            return;
        }
        media = media.counted(packets.byTrack(), now());
        subscribe();
        tellSigns();
    }

    private void tellSigns() {
        Map<ParticipantKey, MediaSign> signs = media.signs();
        told.changesTo(signs).forEach((participant, sign) -> tell(new Observation.Media(origin(), participant, sign)));
        told = new ToldSigns(signs);
    }

    private Origin origin() {
        return new Origin(Source.MEDIA_WATCH, room, System.currentTimeMillis());
    }

    private void tell(Observation observation) {
        observations.accept(observation);
    }

    private void send(SignalRequest.Builder message) {
        socket.send(message.build());
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void end(String why) {
        if (!over) {
            log.info("{}: the watch sees nothing any more: {}", target, why);
            told.byParticipant().forEach((participant, sign) -> {
                if (sign == MediaSign.FLOWS) {
                    tell(new Observation.Media(origin(), participant, sign)); // until now
                }
            });
            tell(new Observation.Blind(origin(), why));
            close();
            onEnd.accept(why);
        }
    }

    private void close() {
        over = true;
        looks.dispose();
        if (connection != null) {
            connection.close();
        }
        socket.close();
        turns.dispose();
    }

    @Override
    public void dispose() {
        turns.schedule(() -> {
            if (!over) {
                send(SignalRequest.newBuilder()
                        .setLeave(
                                LeaveRequest.newBuilder().setReason(LivekitModels.DisconnectReason.CLIENT_INITIATED)));
                close();
            }
        });
    }

    @Override
    public boolean isDisposed() {
        return turns.isDisposed();
    }
}
