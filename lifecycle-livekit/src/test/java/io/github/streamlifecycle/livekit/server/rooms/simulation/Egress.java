package io.github.streamlifecycle.livekit.server.rooms.simulation;

import static livekit.LivekitEgress.EgressStatus.EGRESS_ABORTED;
import static livekit.LivekitEgress.EgressStatus.EGRESS_ACTIVE;
import static livekit.LivekitEgress.EgressStatus.EGRESS_COMPLETE;
import static livekit.LivekitEgress.EgressStatus.EGRESS_ENDING;
import static livekit.LivekitEgress.EgressStatus.EGRESS_STARTING;

import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import org.jspecify.annotations.Nullable;

/** An egress and its worker, with the delays that were measured. */
final class Egress {
    /** The kinds of egress. The last two are not the guards' to stop: nobody says whose they are, or a filter spares them. */
    enum Kind {
        ROOM,
        PARTICIPANT,
        TRACK,
        WEB,
        SPARED
    }

    static final String SPARED_LAYOUT = "spared";

    private static final long RECORDER_LEAVES_AFTER_MILLIS = 21_000;

    final String id;
    final Kind kind;
    final Room room;
    /** The only host without whom it has nothing to show; null if any will do. */
    final @Nullable Host owner;

    final long createdAt;
    private final World world;
    /** The track that it records, if it is one of a track. */
    private final String track;

    private final long liveAt;
    private EgressInfo info;
    private EgressInfo before;
    private long changedAt;
    private @Nullable Member recorder;
    private boolean dead;
    private boolean userStopped;
    private long activeSince = Long.MAX_VALUE;

    Egress(World world, Kind kind, Room room, Host host) {
        this.world = world;
        this.kind = kind == Kind.TRACK && track(host).isEmpty() ? Kind.PARTICIPANT : kind;
        this.room = room;
        this.owner = this.kind == Kind.PARTICIPANT || this.kind == Kind.TRACK ? host : null;
        this.id = world.sid("EG_");
        this.track = this.kind == Kind.TRACK ? track(host) : "";
        this.createdAt = world.agenda.millis();
        boolean chrome = owner == null;
        this.liveAt = createdAt + (chrome ? world.life.between(3_000, 5_000) : world.life.between(300, 1_700));
        this.info = described(host);
        this.before = info;
        this.changedAt = createdAt;
        world.webhooks.egress("egress_started", this);
        world.agenda.after(1_000, this::recorderJoins);
        world.agenda.after(liveAt - createdAt, () -> somethingIsPublished(room));
    }

    private EgressInfo described(Host host) {
        EgressInfo.Builder all = EgressInfo.newBuilder()
                .setEgressId(id)
                .setStatus(EGRESS_STARTING)
                .setStartedAt(world.epochMillis() * Agenda.NANOS_PER_MILLI);
        if (kind != Kind.WEB) {
            all.setRoomName(room.name).setRoomId(room.sid);
        }
        return switch (kind) {
            case PARTICIPANT ->
                all.setParticipant(ParticipantEgressRequest.newBuilder().setIdentity(host.identity))
                        .build();
            case TRACK ->
                all.setTrack(TrackEgressRequest.newBuilder().setTrackId(track)).build();
            case WEB ->
                all.setWeb(WebEgressRequest.newBuilder().setUrl("https://example.com"))
                        .build();
            case ROOM, SPARED ->
                all.setRoomComposite(RoomCompositeEgressRequest.newBuilder()
                                .setRoomName(room.name)
                                .setLayout(kind == Kind.SPARED ? SPARED_LAYOUT : "grid"))
                        .build();
        };
    }

    private static String track(Host host) {
        Host.Stay stay = host.stay();
        return stay == null || stay.member.tracks.isEmpty() ? "" : stay.member.tracks.get(0);
    }

    EgressInfo info() {
        return info;
    }

    /** Returns it as a list of some time ago has it; null if that lacks it. */
    @Nullable
    EgressInfo listed(long staleMillis) {
        long at = world.agenda.millis() - staleMillis;
        EgressInfo then = at >= changedAt ? info : before;
        return at < createdAt || EgressStatuses.isTerminal(then.getStatus()) ? null : then;
    }

    boolean isListed() {
        return !EgressStatuses.isTerminal(info.getStatus());
    }

    /** Whether media run that nobody but a guard will end. */
    boolean isRunning() {
        return info.getStatus() == EGRESS_ACTIVE && !dead;
    }

    boolean isOurs() {
        return kind != Kind.WEB && kind != Kind.SPARED;
    }

    boolean isUserStopped() {
        return userStopped;
    }

    /** Returns when its track ended, which never comes back; {@link Long#MAX_VALUE} if it did not, or it has none. */
    long trackEndedAt() {
        return room.trackEndedAt(track);
    }

    long activeSince() {
        return activeSince;
    }

    /** Returns the hosts without whom it has nothing to show. */
    List<Host> owners() {
        return owner == null ? world.hosts : List.of(owner);
    }

    private void recorderJoins() {
        if (isListed() && !dead && !room.isOver() && kind != Kind.WEB) {
            recorder = room.join(id, ParticipantInfo.Kind.EGRESS);
        }
    }

    void somethingIsPublished(Room where) {
        if (where != room || info.getStatus() != EGRESS_STARTING || dead || world.agenda.millis() < liveAt) {
            return;
        }
        boolean shows = kind == Kind.WEB
                || owners().stream()
                        .anyMatch(host -> host.stays.stream()
                                .anyMatch(stay -> stay.room == room && !stay.member.tracks.isEmpty()));
        if (shows) {
            activeSince = world.agenda.millis();
            turn(EGRESS_ACTIVE, "egress_updated");
        }
    }

    void memberLeft(Room where, Member left) {
        if (where == room && owner != null && left.identity.equals(owner.identity)) {
            world.agenda.after(world.net.between(0, 1_000), this::end);
        }
    }

    void roomFinished(Room finished) {
        if (finished == room && kind != Kind.WEB && !dead) {
            if (info.getStatus() == EGRESS_STARTING) {
                turn(EGRESS_ABORTED, "egress_ended");
            } else {
                end();
            }
        }
    }

    private void end() {
        if (info.getStatus() == EGRESS_ACTIVE && !dead) {
            turn(EGRESS_ENDING, "egress_updated");
            world.agenda.after(world.net.between(200, 3_000), () -> {
                if (info.getStatus() == EGRESS_ENDING) {
                    turn(EGRESS_COMPLETE, "egress_ended");
                }
            });
        }
    }

    /** Its worker is killed: the record stays as it is. */
    void die() {
        if (isListed()) {
            dead = true;
            world.say(id, () -> "its worker dies");
            recorderLeaves();
        }
    }

    boolean isDead() {
        return dead;
    }

    void userStops() {
        if (isListed()) {
            userStopped = true;
            world.say("user", () -> "stops " + id);
            stop();
        }
    }

    /** Carries StopEgress out, and returns the status to answer with: 200, 408 or 412. */
    int stop() {
        if (dead) {
            return isListed() ? 408 : 412;
        }
        switch (info.getStatus()) {
            case EGRESS_STARTING -> turn(EGRESS_ABORTED, "egress_ended");
            case EGRESS_ACTIVE -> end();
            case EGRESS_ENDING -> {
                return 200;
            }
            default -> {
                return 412;
            }
        }
        return 200;
    }

    private void turn(EgressStatus status, String event) {
        before = info;
        changedAt = world.agenda.millis();
        info = info.toBuilder().setStatus(status).build();
        world.say(id, () -> "is " + status.name().substring(7));
        world.webhooks.egress(event, this);
        if (!isListed()) {
            recorderLeaves();
        }
    }

    private void recorderLeaves() {
        Member left = recorder;
        if (left != null) {
            world.agenda.after(RECORDER_LEAVES_AFTER_MILLIS, () -> room.leave(left, "CONNECTION_TIMEOUT"));
        }
    }
}
