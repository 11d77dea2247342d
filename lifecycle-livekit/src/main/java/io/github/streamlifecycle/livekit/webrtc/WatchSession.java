package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.livekit.media.RoomMedia;
import io.github.streamlifecycle.livekit.media.RoomMedia.LinkQuality;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stay of a watcher in a room, from joining it to leaving it or to the first trouble of its own.
 *
 * <p>The data's way: the server's messages come over {@link RoomSocket}; {@link Attendance} tells who of the room is a host;
 * {@link Reception} counts the packets of the tracks that {@link Subscriptions} asked for; {@link RoomMedia} judges the
 * counts, says what to ask for and when to look next; {@link Telling} tells what changed. All of this takes turns on one
 * worker, and the session decides nothing.
 */
final class WatchSession implements Disposable {
    private static final Logger log = LoggerFactory.getLogger(WatchSession.class);
    /** How often it looks as long as nothing is counted. */
    private static final long LOOK_EVERY_MILLIS = 200;
    /** How often it looks who matters now: an egress may have begun or ended since. */
    private static final long LOOK_FOR_HOSTS_EVERY_MILLIS = 5_000;

    private static final long PING_EVERY_MILLIS = 5_000;
    private static final long PING_IN_DOUBT_EVERY_MILLIS = 300;
    private static final long ANSWERED_WITHIN_MILLIS = 2_000;
    private static final long JOINED_WITHIN_MILLIS = 15_000;

    private final RoomWatch.Target target;
    private final Scheduler.Worker turns;
    private final Telling telling;
    private final Consumer<String> onEnd;
    private final SerialDisposable nextLook = new SerialDisposable();
    private final Attendance attendance;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Reception reception;
    private final long begunAtMillis;

    private @Nullable RoomSocket socket;
    private boolean joined;
    private boolean over;
    private RoomMedia media = RoomMedia.empty();
    private long lookedForHostsAtMillis;
    private long askedAtMillis;

    WatchSession(
            PeerConnectionFactory factory,
            RoomWatch.Target target,
            Scheduler scheduler,
            Consumer<Observation> observations,
            Consumer<String> onEnd) {
        this.target = target;
        this.turns = scheduler.createWorker();
        this.telling = new Telling(target.room(), observations);
        this.onEnd = onEnd;
        this.attendance = new Attendance(target);
        this.reception = new Reception(
                factory,
                work -> turns.schedule(turn(work)),
                new Reception.Events(this::send, this::onPackets, this::end));
        this.begunAtMillis = now();
        turns.schedule(turn(this::join)); // in a turn, so that what comes of it finds all of this made
    }

    private void join() {
        socket = RoomSocket.join(
                target.url(),
                target.token().get(),
                new RoomSocket.Events(
                        message -> turns.schedule(turn(() -> onMessage(message))),
                        why -> turns.schedule(turn(() -> end(why)))));
        look();
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
            case JOIN -> onJoin(message.getJoin());
            case UPDATE -> update(message.getUpdate().getParticipantsList());
            case CONNECTION_QUALITY ->
                message.getConnectionQuality()
                        .getUpdatesList()
                        .forEach(update ->
                                media = media.withQuality(update.getParticipantSid(), quality(update.getQuality())));
            case OFFER -> reception.onOffer(message.getOffer());
            case TRICKLE -> reception.onTrickle(message.getTrickle());
            case PONG_RESP -> onPong(message.getPongResp().getLastPingTimestamp());
            case LEAVE -> end("asked to leave: " + message.getLeave().getReason());
            default -> log.trace("{}: {}", target, message.getMessageCase());
        }
    }

    private void onJoin(JoinResponse join) {
        joined = true;
        lookedForHostsAtMillis = now();
        telling.sees(join.getRoom().toBuilder().setName(target.room()).build());
        update(join.getOtherParticipantsList());
    }

    private static LinkQuality quality(ConnectionQuality quality) {
        return quality == ConnectionQuality.LOST ? LinkQuality.LOST : LinkQuality.USABLE;
    }

    private void update(List<ParticipantInfo> participants) {
        participants.stream().filter(attendance::hasLeft).forEach(telling::left);
        watchHosts();
    }

    private void watchHosts() {
        media = media.withHosts(attendance.hosts());
        subscribe();
    }

    private void subscribe() {
        subscriptions.changeTo(media.wanted()).forEach(this::send);
    }

    private void onPong(long sentAtMillis) {
        media = media.answered(sentAtMillis, now());
        telling.signs(media.signs());
    }

    private void lookAt(long atMillis) {
        nextLook.set(turns.schedule(turn(this::look), Math.max(0, atMillis - now()), TimeUnit.MILLISECONDS));
    }

    private void look() {
        long now = now();
        lookAt(now + LOOK_EVERY_MILLIS);
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
        ask(now);
        if (now - lookedForHostsAtMillis >= LOOK_FOR_HOSTS_EVERY_MILLIS) {
            lookedForHostsAtMillis = now;
            attendance.askAgain();
            watchHosts();
        }
        reception.look(now).ifPresent(this::end);
    }

    private void ask(long now) {
        if (now - askedAtMillis >= (media.isInDoubt() ? PING_IN_DOUBT_EVERY_MILLIS : PING_EVERY_MILLIS)) {
            askedAtMillis = now;
            media = media.asked(now);
            send(SignalRequest.newBuilder().setPingReq(Ping.newBuilder().setTimestamp(now)));
        }
    }

    private void onPackets(ReceivedPackets packets) {
        if (over) {
            return;
        }
        long now = now();
        media = media.counted(packets.byTrack(), now);
        subscribe();
        ask(now);
        telling.signs(media.signs());
        lookAt(media.nextLookMillis());
    }

    private void send(SignalRequest.Builder message) {
        if (socket != null) {
            socket.send(message.build());
        }
    }

    private long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void end(String why) {
        if (!over) {
            over = true;
            log.info("{}: the watch sees nothing any more: {}", target, why);
            turn(() -> telling.blind(why)).run();
            turn(this::close).run();
            onEnd.accept(why);
        }
    }

    private void close() {
        over = true;
        nextLook.dispose();
        turns.dispose();
        if (socket != null) {
            socket.close();
        }
        reception.close();
    }

    @Override
    public void dispose() {
        turns.schedule(() -> {
            if (!over) {
                send(SignalRequest.newBuilder()
                        .setLeave(LeaveRequest.newBuilder().setReason(DisconnectReason.CLIENT_INITIATED)));
                close();
            }
        });
    }

    @Override
    public boolean isDisposed() {
        return turns.isDisposed();
    }
}
