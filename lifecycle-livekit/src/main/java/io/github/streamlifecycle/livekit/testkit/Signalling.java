package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.ConnectionQuality;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitRtc.LeaveRequest;
import org.jspecify.annotations.Nullable;

/** LiveKit's own signalling, for those who subscribe. Publishing over it is not there: that is what WHIP is for. */
final class Signalling implements RoomListener {
    static final String PATH = "/rtc";

    private static final Duration CONNECTED_WITHIN = Duration.ofMinutes(1);

    /** What those find who join. */
    enum Door {
        OPEN,
        /** Tokens are refused. */
        REFUSES,
        /** There is no server. */
        AWAY
    }

    final World world;
    private final Ids ids;
    final Rooms rooms;
    final MediaThread media;
    private final List<SignalSession> sessions = new ArrayList<>();
    private volatile Door door = Door.OPEN;
    private World.@Nullable Planned opening;
    private World.@Nullable Planned speaking;

    Signalling(World world, Ids ids, Rooms rooms, MediaThread media) {
        this.world = world;
        this.ids = ids;
        this.rooms = rooms;
        this.media = media;
        rooms.tell(this);
    }

    SignalSocket.Listener join(SignalSocket socket, Grants grants) {
        Room room = rooms.findOrMake(grants.room());
        Participant participant = Participant.subscriber(ids.next("PA_"), grants, world);
        rooms.enter(room, participant);
        SignalSession session = new SignalSession(this, socket, room, participant);
        sessions.add(session);
        if (!isSilent()) {
            session.welcome();
        }
        world.after(CONNECTED_WITHIN, () -> giveUp(room, participant));
        return session;
    }

    /** One that never answers its offer is not kept. */
    private void giveUp(Room room, Participant participant) {
        if (participant.info.getState() == ParticipantInfo.State.JOINED) {
            rooms.leave(room, participant, DisconnectReason.JOIN_FAILURE);
        }
    }

    /** Any thread. */
    Door door() {
        return door;
    }

    void close(Door how, Duration length) {
        if (opening != null) {
            opening.callOff();
        }
        if (length.isZero()) {
            door = Door.OPEN;
            return;
        }
        door = how;
        opening = world.after(length, () -> door = Door.OPEN);
    }

    void cut() {
        sessions.forEach(SignalSession::cut);
    }

    void askToLeave(DisconnectReason reason, LeaveRequest.Action action) {
        List.copyOf(sessions).forEach(session -> session.askToLeave(reason, action));
    }

    boolean isSilent() {
        return speaking != null;
    }

    void silence(Duration length) {
        if (speaking != null) {
            speaking.callOff();
        }
        if (length.isZero()) {
            speak();
            return;
        }
        speaking = world.after(length, this::speak);
    }

    private void speak() {
        speaking = null;
        sessions.forEach(SignalSession::welcome);
    }

    @Override
    public void changed(Room room, Participant participant) {
        in(room).forEach(session -> session.changed(participant));
    }

    @Override
    public void quality(Room room, Participant participant, ConnectionQuality quality) {
        in(room).forEach(session -> session.quality(participant, quality));
    }

    @Override
    public void left(Room room, Participant participant) {
        in(room).stream()
                .filter(session -> session.participant() == participant)
                .forEach(session -> {
                    sessions.remove(session);
                    session.dismissed();
                });
    }

    private List<SignalSession> in(Room room) {
        return sessions.stream().filter(session -> session.room() == room).toList();
    }

    void endAll() {
        sessions.forEach(SignalSession::end);
        sessions.clear();
    }
}
