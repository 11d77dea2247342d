package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.core.Presence;
import java.util.LinkedHashSet;
import java.util.Set;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRtc.ConnectionQualityInfo;
import livekit.LivekitRtc.ConnectionQualityUpdate;
import livekit.LivekitRtc.JoinResponse;
import livekit.LivekitRtc.LeaveRequest;
import livekit.LivekitRtc.ParticipantUpdate;
import livekit.LivekitRtc.Ping;
import livekit.LivekitRtc.Pong;
import livekit.LivekitRtc.SessionDescription;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;

/** One who is in a room by LiveKit's signalling. All on the world's thread. */
final class SignalSession implements SignalSocket.Listener {
    private static final int PING_EVERY_SECONDS = 5;
    private static final int PING_TIMEOUT_SECONDS = 15;
    private static final int PROTOCOL = 15;

    private final SignalSocket socket;
    private final Signalling signalling;
    private final World world;
    private final Rooms rooms;
    private final Room room;
    private final Participant participant;
    private final Downlink downlink;
    /** The sids of the tracks that were asked for, whether or not they are there. */
    private final Set<String> asked = new LinkedHashSet<>();

    private boolean welcomed;
    private boolean closed;

    SignalSession(Signalling signalling, SignalSocket socket, Room room, Participant participant) {
        this.socket = socket;
        this.signalling = signalling;
        this.world = signalling.world;
        this.rooms = signalling.rooms;
        this.room = room;
        this.participant = participant;
        this.downlink = new Downlink(signalling.media, this::offer, this::onMedia);
    }

    Room room() {
        return room;
    }

    Participant participant() {
        return participant;
    }

    /** Says what is in the room and makes the first offer, once. */
    void welcome() {
        if (welcomed || closed) {
            return;
        }
        welcomed = true;
        JoinResponse.Builder join = JoinResponse.newBuilder()
                .setRoom(room.info)
                .setParticipant(participant.info)
                .setServerVersion("1.13.5")
                .setSubscriberPrimary(true)
                .setPingInterval(PING_EVERY_SECONDS)
                .setPingTimeout(PING_TIMEOUT_SECONDS);
        join.getServerInfoBuilder().setVersion("1.13.5").setProtocol(PROTOCOL);
        room.participants.values().stream()
                .filter(one -> one != participant && !one.isHidden())
                .forEach(one -> join.addOtherParticipants(one.info));
        send(SignalResponse.newBuilder().setJoin(join));
        downlink.begin();
    }

    /** What somebody in the room does: the hidden are seen by nobody but themselves. */
    void changed(Participant one) {
        if (one == participant || !one.isHidden()) {
            send(SignalResponse.newBuilder()
                    .setUpdate(ParticipantUpdate.newBuilder().addParticipants(one.info)));
        }
        downlink.want(room, asked);
    }

    /** Told to those who subscribe to the participant. */
    void quality(Participant one, ConnectionQuality quality) {
        if (one.info.getTracksList().stream().anyMatch(track -> asked.contains(track.getSid()))) {
            send(SignalResponse.newBuilder()
                    .setConnectionQuality(ConnectionQualityUpdate.newBuilder()
                            .addUpdates(ConnectionQualityInfo.newBuilder()
                                    .setParticipantSid(one.sid())
                                    .setQuality(quality))));
        }
    }

    @Override
    public void onMessage(SignalRequest message) {
        if (signalling.isSilent()) {
            return;
        }
        switch (message.getMessageCase()) {
            case SUBSCRIPTION -> {
                var sids = message.getSubscription().getTrackSidsList();
                if (message.getSubscription().getSubscribe()) {
                    asked.addAll(sids);
                } else {
                    sids.forEach(asked::remove);
                }
                downlink.want(room, asked);
            }
            case ANSWER -> downlink.answered(message.getAnswer());
            case PING_REQ -> pong(message.getPingReq());
            case PING -> send(SignalResponse.newBuilder().setPong(message.getPing()));
            case LEAVE -> rooms.leave(room, participant, DisconnectReason.CLIENT_INITIATED);
            default -> {
                // candidates are in the answer already; there is one layer, whatever is asked for
            }
        }
    }

    private void pong(Ping ping) {
        send(SignalResponse.newBuilder()
                .setPongResp(Pong.newBuilder()
                        .setLastPingTimestamp(ping.getTimestamp())
                        .setTimestamp(System.currentTimeMillis())));
    }

    private void offer(SessionDescription offer) {
        world.run(() -> send(SignalResponse.newBuilder().setOffer(offer)));
    }

    private void onMedia(Presence presence) {
        world.run(() -> {
            if (presence == Presence.UP && participant.info.getState() == ParticipantInfo.State.JOINED) {
                rooms.announce(room, participant);
            }
        });
    }

    /** Its socket is gone without a word: it may be back, for as long as one whose network is gone. */
    @Override
    public void onClose() {
        closed = true;
        downlink.close();
        world.after(
                Client.VIEWER.leftAfterDrop, () -> rooms.leave(room, participant, DisconnectReason.CONNECTION_TIMEOUT));
    }

    /** It is not in the room any more. */
    void dismissed() {
        leave(participant.info.getDisconnectReason(), LeaveRequest.Action.DISCONNECT);
        downlink.close();
    }

    void askToLeave(DisconnectReason reason, LeaveRequest.Action action) {
        leave(reason, action);
        if (action != LeaveRequest.Action.RESUME) {
            rooms.leave(room, participant, reason);
        }
    }

    private void leave(DisconnectReason reason, LeaveRequest.Action action) {
        if (!closed) {
            send(SignalResponse.newBuilder()
                    .setLeave(LeaveRequest.newBuilder().setReason(reason).setAction(action)));
            closed = true;
            socket.close();
        }
    }

    void cut() {
        socket.cut();
    }

    /** Ends it with the server. */
    void end() {
        downlink.close();
        socket.cut();
    }

    private void send(SignalResponse.Builder message) {
        if (welcomed && !closed && !signalling.isSilent()) {
            socket.send(message);
        }
    }
}
