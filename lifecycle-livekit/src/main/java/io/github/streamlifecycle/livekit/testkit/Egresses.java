package io.github.streamlifecycle.livekit.testkit;

import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;

/** The egress records of the server, and how it answers for them. */
final class Egresses {
    private static final Duration STOP_ANSWERED_WITHIN = Duration.ofSeconds(15);
    private static final Duration ENDED_ROWS_STAY = Duration.ofHours(24);

    private final World world;
    private final Ids ids;
    private final Rooms rooms;
    private final Worker worker;
    private final Map<String, Egress> records = new LinkedHashMap<>();
    private final Deque<NextEgress> fates = new ArrayDeque<>();

    Egresses(World world, Ids ids, Rooms rooms, Worker worker) {
        this.world = world;
        this.ids = ids;
        this.rooms = rooms;
        this.worker = worker;
    }

    void next(NextEgress fate) {
        fates.add(fate);
    }

    Reply start(StartRequest request) {
        Optional<Source> source = request.source(rooms);
        if (source.isEmpty()) {
            return Reply.failed(404, "not_found", "twirp error unknown: requested room does not exist", 1);
        }
        EgressInfo.Builder info = request.describe(ids.next("EG_"), world.nanos());
        rooms.find(request.roomName()).ifPresent(room -> info.setRoomId(room.info.getSid()));
        NextEgress fate = fates.isEmpty() ? NextEgress.HEALTHY : fates.remove();
        Egress egress = new Egress(info, request.type(), source.get(), fate);
        records.put(egress.id(), egress);
        worker.take(egress);
        return Reply.ok(info.build(), Worker.STARTED_AFTER.toMillis());
    }

    Reply stop(String egressId) {
        Egress egress = records.get(egressId);
        if (egress == null || isForgotten(egress)) {
            return unknown(3_000);
        }
        if (egress.workerDead) {
            return Reply.timedOut(3_000);
        }
        if (egress.is(EgressStatus.EGRESS_STARTING)) {
            return egress.isReady() ? abort(egress) : abortOnceReady(egress);
        }
        if (egress.is(EgressStatus.EGRESS_ACTIVE)) {
            worker.stop(egress);
            return Reply.ok(egress.info.build(), 10);
        }
        if (egress.is(EgressStatus.EGRESS_ENDING) && egress.fate != NextEgress.GONE_WHILE_ENDING) {
            return Reply.ok(egress.info.build(), 3);
        }
        String msg = "egress with status " + egress.info.getStatus() + " cannot be stopped";
        return Reply.failed(412, "failed_precondition", msg, 3_000);
    }

    /** What is told is why it was stopped, though the record may say why it could not begin. */
    private Reply abort(Egress egress) {
        if (egress.is(EgressStatus.EGRESS_STARTING)) {
            worker.abort(egress);
        }
        EgressInfo aborted = egress.info
                .clone()
                .setError("Stop called before pipeline could start")
                .build();
        return Reply.ok(aborted, 25);
    }

    /** A worker that still initialises is asked once it is ready, whether or not the caller still waits. */
    private Reply abortOnceReady(Egress egress) {
        SingleSubject<Reply> answer = SingleSubject.create();
        egress.stops.add(() -> answer.onSuccess(abort(egress)));
        world.after(STOP_ANSWERED_WITHIN, () -> answer.onSuccess(Reply.timedOut(0)));
        return new Reply.Later(answer);
    }

    /** With an id, room and active are ignored. */
    Reply list(ListEgressRequest request) {
        if (!request.getEgressId().isEmpty()) {
            Egress egress = records.get(request.getEgressId());
            return egress == null || isForgotten(egress) ? unknown(1) : listed(List.of(egress.info.build()));
        }
        return listed(records.values().stream()
                .filter(egress -> request.getRoomName().isEmpty()
                        || egress.info.getRoomName().equals(request.getRoomName()))
                .filter(egress -> !request.getActive() || egress.isActive())
                .filter(egress -> !isForgotten(egress))
                .map(egress -> egress.info.build())
                .toList());
    }

    /** The first one of a room that is ACTIVE, by id. */
    Optional<String> active(String room) {
        return records.values().stream()
                .filter(egress -> egress.is(EgressStatus.EGRESS_ACTIVE)
                        && egress.info.getRoomName().equals(room))
                .map(Egress::id)
                .findFirst();
    }

    private static Reply listed(List<EgressInfo> items) {
        return Reply.ok(ListEgressResponse.newBuilder().addAllItems(items).build(), 3);
    }

    private boolean isForgotten(Egress egress) {
        long endedAt = egress.info.getEndedAt();
        return endedAt > 0 && world.nanos() - endedAt > ENDED_ROWS_STAY.toNanos();
    }

    private static Reply unknown(long millis) {
        return Reply.failed(404, "not_found", "twirp error unknown: egress does not exist", millis);
    }
}
