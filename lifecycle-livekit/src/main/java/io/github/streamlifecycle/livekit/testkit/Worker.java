package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.livekit.testkit.Source.Fleeting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitWebhook.WebhookEvent;

/** The egress worker: takes an egress from its request to its end. */
final class Worker implements RoomListener {
    static final Duration STARTED_AFTER = Duration.ofMillis(300);

    private static final Duration WAITS_FOR_SOURCE = Duration.ofSeconds(30);
    private static final Duration STREAM_BEGINS_AFTER = Duration.ofMillis(830);
    private static final Duration OUTPUT_FAILS_AFTER = Duration.ofSeconds(1);
    private static final Duration LIMIT_REACHED_AFTER = Duration.ofSeconds(10);

    private final World world;
    private final Recorders recorders;
    private final Consumer<WebhookEvent.Builder> webhooks;
    private final List<Egress> running = new ArrayList<>();

    Worker(World world, Ids ids, Rooms rooms, Consumer<WebhookEvent.Builder> webhooks) {
        this.world = world;
        this.recorders = new Recorders(world, ids, rooms);
        this.webhooks = webhooks;
        rooms.tell(this);
    }

    void take(Egress egress) {
        running.add(egress);
        world.after(STARTED_AFTER, () -> announceStart(egress));
        world.after(egress.type.ready, () -> {
            egress.initialised = true;
            look(egress);
        });
        world.after(egress.type.joins, () -> join(egress));
        if (egress.source instanceof Fleeting source) {
            world.after(WAITS_FOR_SOURCE, () -> giveUpWaiting(egress, source));
        }
    }

    private void announceStart(Egress egress) {
        if (!egress.announced) {
            egress.announced = true;
            announce("egress_started", egress);
        }
    }

    private void join(Egress egress) {
        if (!egress.is(EgressStatus.EGRESS_STARTING)) {
            return;
        }
        egress.joined = true;
        recorders.join(egress);
        look(egress);
    }

    /** Goes on with one that is STARTING if it can; a composite waits for its first picture without a time limit. */
    private void look(Egress egress) {
        if (!egress.is(EgressStatus.EGRESS_STARTING)) {
            return;
        }
        egress.sourceSeen |= egress.source.isThere();
        if (egress.isReady()) {
            List.copyOf(egress.stops).forEach(Runnable::run);
        }
        boolean may = egress.joined && egress.source.isThere() && egress.fate != NextEgress.STUCK_STARTING;
        if (may && !egress.activating) {
            egress.activating = true;
            world.after(egress.type.starts, () -> activate(egress));
        }
    }

    private void activate(Egress egress) {
        if (!egress.is(EgressStatus.EGRESS_STARTING)) {
            return;
        }
        become(egress, EgressStatus.EGRESS_ACTIVE);
        Outputs.begin(egress.info, world.nanos());
        announce("egress_updated", egress);
        switch (egress.fate) {
            case OUTPUT_UNREACHABLE -> world.after(OUTPUT_FAILS_AFTER, () -> failOutput(egress));
            case LIMIT_REACHED ->
                world.after(
                        LIMIT_REACHED_AFTER,
                        () -> endAfter(egress.type.stops, egress, EgressStatus.EGRESS_LIMIT_REACHED));
            case WORKER_DIES -> {
                egress.workerDead = true;
                recorders.die(egress);
            }
            default -> {}
        }
        if (egress.fate != NextEgress.OUTPUT_UNREACHABLE && egress.info.getStreamResultsCount() > 0) {
            world.after(STREAM_BEGINS_AFTER, () -> beginStreams(egress));
        }
    }

    private void beginStreams(Egress egress) {
        if (egress.is(EgressStatus.EGRESS_ACTIVE) && !egress.workerDead) {
            egress.info.setUpdatedAt(world.nanos());
            Outputs.beginStreams(egress.info, world.nanos());
            announce("egress_updated", egress);
        }
    }

    private void failOutput(Egress egress) {
        if (egress.is(EgressStatus.EGRESS_ACTIVE)) {
            egress.info
                    .setError(Outputs.fail(egress.info, world.nanos()))
                    .setErrorCode(503)
                    .setDetails("End reason: Failure");
            end(egress, EgressStatus.EGRESS_FAILED);
        }
    }

    private void giveUpWaiting(Egress egress, Fleeting source) {
        if (!egress.is(EgressStatus.EGRESS_STARTING) || egress.sourceSeen) {
            return;
        }
        if (!egress.stops.isEmpty()) {
            List.copyOf(egress.stops).forEach(Runnable::run);
            return;
        }
        egress.info.setError(source.missing()).setErrorCode(404).setDetails("End reason: Failure");
        Outputs.abort(egress.info, world.nanos());
        end(egress, EgressStatus.EGRESS_FAILED);
    }

    /** ENDING, and later the end. */
    void stop(Egress egress) {
        egress.info.setDetails("End reason: StopEgress API");
        endAfter(egress.type.stops, egress, EgressStatus.EGRESS_COMPLETE);
    }

    /** The end of one that never began. */
    void abort(Egress egress) {
        String error = egress.joined ? "Stop called before pipeline could start" : "Start signal not received";
        abort(egress, error, "End reason: StopEgress API");
    }

    private void abort(Egress egress, String error, String details) {
        egress.info.setError(error).setErrorCode(412).setDetails(details);
        Outputs.abort(egress.info, world.nanos());
        end(egress, EgressStatus.EGRESS_ABORTED);
    }

    @Override
    public void published(Room room) {
        inRoom(room).forEach(this::look);
    }

    @Override
    public void left(Room room, Participant participant) {
        unpublished(room);
    }

    @Override
    public void unpublished(Room room) {
        inRoom(room).stream().filter(Egress::hasLostItsSource).forEach(this::close);
    }

    @Override
    public void finished(Room room) {
        inRoom(room).forEach(this::close);
    }

    private List<Egress> inRoom(Room room) {
        return running.stream().filter(egress -> egress.isIn(room)).toList();
    }

    private void close(Egress egress) {
        if (egress.workerDead) {
            return;
        }
        if (egress.is(EgressStatus.EGRESS_ACTIVE)) {
            egress.info.setDetails("End reason: Source closed");
            endAfter(egress.type.closes, egress, EgressStatus.EGRESS_COMPLETE);
        } else if (egress.is(EgressStatus.EGRESS_STARTING)) {
            abort(egress, "Start signal not received", "End reason: Source closed");
        }
    }

    private void endAfter(Duration usual, Egress egress, EgressStatus last) {
        if (!egress.is(EgressStatus.EGRESS_ACTIVE)) {
            return;
        }
        become(egress, EgressStatus.EGRESS_ENDING);
        announce("egress_updated", egress);
        world.after(egress.ends(usual), () -> {
            Outputs.finish(egress.info, world.nanos());
            end(egress, last);
        });
    }

    private void end(Egress egress, EgressStatus status) {
        running.remove(egress);
        announceStart(egress);
        become(egress, status);
        egress.info.setEndedAt(egress.info.getUpdatedAt());
        recorders.end(egress);
        announce("egress_ended", egress);
    }

    private void become(Egress egress, EgressStatus status) {
        egress.info.setStatus(status).setUpdatedAt(world.nanos());
    }

    private void announce(String event, Egress egress) {
        webhooks.accept(WebhookEvent.newBuilder().setEvent(event).setEgressInfo(egress.info));
    }
}
