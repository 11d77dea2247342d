package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.livekit.testkit.Rooms.Room;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitWebhook.WebhookEvent;

/** The egress records of the server, and the worker behind them, with the delays of a Chrome room composite. */
final class Egresses {
    private static final Duration STARTED_AFTER = Duration.ofMillis(300);
    private static final Duration WORKER_READY_AFTER = Duration.ofMillis(900);
    private static final Duration RECORDER_JOINS_AFTER = Duration.ofMillis(2_500);
    private static final Duration SIGNAL_CHECKED_EVERY = Duration.ofMillis(500);
    private static final Duration OUTPUT_FAILS_AFTER = Duration.ofSeconds(1);
    private static final Duration ENDS_AFTER = Duration.ofMillis(300);
    private static final Duration CHROME_LEAVES_AFTER = Duration.ofSeconds(21);

    /** One egress, from the request to its end; the record stays. */
    private final class Run {
        final EgressInfo.Builder info;
        final Room room;
        final NextEgress fate;
        final long readyAtNanos = world.nanos() + WORKER_READY_AFTER.toNanos();
        boolean announced;
        boolean workerDead;

        Run(EgressInfo.Builder info, Room room, NextEgress fate) {
            this.info = info;
            this.room = room;
            this.fate = fate;
        }

        boolean is(EgressStatus status) {
            return info.getStatus() == status;
        }

        boolean isRunning() {
            return is(EgressStatus.EGRESS_STARTING) || is(EgressStatus.EGRESS_ACTIVE);
        }

        void become(EgressStatus status) {
            info.setStatus(status).setUpdatedAt(world.nanos());
        }
    }

    private final World world;
    private final Ids ids;
    private final Rooms rooms;
    private final Consumer<WebhookEvent.Builder> webhooks;
    private final Map<String, Run> runs = new LinkedHashMap<>();
    private final Deque<NextEgress> fates = new ArrayDeque<>();

    Egresses(World world, Ids ids, Rooms rooms, Consumer<WebhookEvent.Builder> webhooks) {
        this.world = world;
        this.ids = ids;
        this.rooms = rooms;
        this.webhooks = webhooks;
        rooms.onFinished(this::endAllIn);
    }

    void next(NextEgress fate) {
        fates.add(fate);
    }

    Reply start(RoomCompositeEgressRequest request) {
        Optional<Room> room = rooms.find(request.getRoomName());
        if (room.isEmpty()) {
            return Reply.failed(404, "not_found", "twirp error unknown: requested room does not exist", 1);
        }
        long now = world.nanos();
        EgressInfo.Builder info = EgressInfo.newBuilder()
                .setEgressId(ids.next("EG_"))
                .setRoomId(room.get().info.getSid())
                .setRoomName(request.getRoomName())
                .setStartedAt(now)
                .setUpdatedAt(now);
        Outputs.describe(request, info);
        Run run = new Run(info, room.get(), fates.isEmpty() ? NextEgress.HEALTHY : fates.remove());
        runs.put(info.getEgressId(), run);
        world.after(STARTED_AFTER, () -> announceStart(run));
        world.after(RECORDER_JOINS_AFTER, () -> joinRecorder(run));
        return Reply.ok(info.build(), STARTED_AFTER.toMillis());
    }

    private void announceStart(Run run) {
        if (!run.announced) {
            run.announced = true;
            announce("egress_started", run);
        }
    }

    private void joinRecorder(Run run) {
        if (run.is(EgressStatus.EGRESS_STARTING) && rooms.find(run.room.name()).isPresent()) {
            rooms.join(run.room, Participant.recorder(ids.next("PA_"), run.info.getEgressId(), world));
            waitForSignal(run);
        }
    }

    /** A composite has no time limit for its first picture: with nothing published it stays STARTING for ever. */
    private void waitForSignal(Run run) {
        world.after(SIGNAL_CHECKED_EVERY, () -> {
            if (!run.is(EgressStatus.EGRESS_STARTING)) {
                return;
            }
            if (run.fate == NextEgress.STUCK_STARTING || !run.room.hasTracks()) {
                waitForSignal(run);
                return;
            }
            run.become(EgressStatus.EGRESS_ACTIVE);
            Outputs.begin(run.info, world.nanos());
            announce("egress_updated", run);
            if (run.fate == NextEgress.OUTPUT_UNREACHABLE) {
                world.after(OUTPUT_FAILS_AFTER, () -> failOutput(run));
            } else if (run.fate == NextEgress.WORKER_DIES) {
                run.workerDead = true;
                world.after(CHROME_LEAVES_AFTER, () -> recorderLeaves(run));
            }
        });
    }

    private void failOutput(Run run) {
        if (run.is(EgressStatus.EGRESS_ACTIVE)) {
            run.info
                    .setError("Connection refused: Could not connect")
                    .setErrorCode(503)
                    .setDetails("End reason: Failure");
            end(run, EgressStatus.EGRESS_FAILED);
        }
    }

    Reply stop(String egressId) {
        Run run = runs.get(egressId);
        if (run == null) {
            return unknown(3_000);
        }
        if (run.workerDead) {
            return Fault.timedOut().reply;
        }
        if (run.is(EgressStatus.EGRESS_STARTING)) {
            return abort(run);
        }
        if (run.is(EgressStatus.EGRESS_ACTIVE)) {
            endSoon(run, "End reason: StopEgress API");
            return Reply.ok(run.info.build(), 10);
        }
        if (run.is(EgressStatus.EGRESS_ENDING)) {
            return Reply.ok(run.info.build(), 3);
        }
        String msg = "egress with status " + run.info.getStatus() + " cannot be stopped";
        return Reply.failed(412, "failed_precondition", msg, 3_000);
    }

    /** A worker that still initialises is asked once it is ready. */
    private Reply abort(Run run) {
        announceStart(run);
        Duration untilReady = Duration.ofNanos(Math.max(0, run.readyAtNanos - world.nanos()));
        run.info
                .setError("Stop called before pipeline could start")
                .setErrorCode(412)
                .setDetails("End reason: StopEgress API");
        world.after(untilReady, () -> {
            if (run.is(EgressStatus.EGRESS_STARTING)) {
                end(run, EgressStatus.EGRESS_ABORTED);
            }
        });
        EgressInfo aborted = run.info
                .clone()
                .setStatus(EgressStatus.EGRESS_ABORTED)
                .setEndedAt(world.nanos())
                .build();
        return Reply.ok(aborted, untilReady.toMillis() + 25);
    }

    /** With an id, room and active are ignored. */
    Reply list(ListEgressRequest request) {
        if (!request.getEgressId().isEmpty()) {
            Run run = runs.get(request.getEgressId());
            return run == null
                    ? unknown(1)
                    : Reply.ok(
                            ListEgressResponse.newBuilder().addItems(run.info).build(), 3);
        }
        List<EgressInfo> items = runs.values().stream()
                .filter(run ->
                        request.getRoomName().isEmpty() || run.room.name().equals(request.getRoomName()))
                .filter(run -> !request.getActive() || run.isRunning() || run.is(EgressStatus.EGRESS_ENDING))
                .map(run -> run.info.build())
                .toList();
        return Reply.ok(ListEgressResponse.newBuilder().addAllItems(items).build(), 3);
    }

    private void endAllIn(Room room) {
        for (Run run : runs.values()) {
            if (run.room == room && run.is(EgressStatus.EGRESS_ACTIVE) && !run.workerDead) {
                endSoon(run, "End reason: Source closed");
            } else if (run.room == room && run.is(EgressStatus.EGRESS_STARTING)) {
                run.info
                        .setError("Start signal not received")
                        .setErrorCode(412)
                        .setDetails("End reason: Source closed");
                end(run, EgressStatus.EGRESS_ABORTED);
            }
        }
    }

    private static Reply unknown(long millis) {
        return Reply.failed(404, "not_found", "twirp error unknown: egress does not exist", millis);
    }

    private void endSoon(Run run, String reason) {
        run.info.setDetails(reason);
        run.become(EgressStatus.EGRESS_ENDING);
        announce("egress_updated", run);
        world.after(ENDS_AFTER, () -> {
            Outputs.finish(run.info, world.nanos());
            end(run, EgressStatus.EGRESS_COMPLETE);
        });
    }

    private void end(Run run, EgressStatus status) {
        announceStart(run);
        run.become(status);
        run.info.setEndedAt(run.info.getUpdatedAt());
        announce("egress_ended", run);
        world.after(CHROME_LEAVES_AFTER, () -> recorderLeaves(run));
    }

    private void recorderLeaves(Run run) {
        Participant recorder = run.room.participants.get(run.info.getEgressId());
        if (recorder != null) {
            rooms.leave(run.room, recorder, DisconnectReason.CONNECTION_TIMEOUT);
        }
    }

    private void announce(String event, Run run) {
        webhooks.accept(WebhookEvent.newBuilder().setEvent(event).setEgressInfo(run.info));
    }
}
