package io.github.streamlifecycle.livekit;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/** A LiveKit server with rooms and egress in virtual time: no socket, no thread, and it can be out of reach. */
final class VirtualServer implements ServerApi {
    /** One call that somebody tried to make; whether it got through is another matter. */
    record Call(String name, String about, long atMillis) {}

    private final TestScheduler time;
    private final Map<String, VirtualEgress> egress = new LinkedHashMap<>();
    private final Map<String, String> roomIds = new HashMap<>();
    private final Map<String, Queue<VirtualFault>> faults = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();
    private final Map<String, Duration> takes = new HashMap<>();
    private boolean reachable = true;
    VirtualEgress.Pace pace = VirtualEgress.Pace.CHROME;

    VirtualServer(TestScheduler time) {
        this.time = time;
        takes.put("StartEgress", Duration.ofMillis(300));
    }

    /** Opens a room, or opens it anew under the same name. */
    void open(String room, String roomId) {
        roomIds.put(room, roomId);
    }

    void networkGone() {
        reachable = false;
    }

    void networkBack() {
        reachable = true;
    }

    /** Scripts the results of the next calls of that name; later ones are answered as usual. */
    void script(String call, VirtualFault... next) {
        faults.computeIfAbsent(call, name -> new ArrayDeque<>()).addAll(List.of(next));
    }

    /** Sets the time that the answer to a call takes from now on. */
    void takes(String call, Duration changed) {
        takes.put(call, changed);
    }

    /** Starts an egress for somebody else. */
    VirtualEgress runs(String room, EgressRequest request) {
        String id = "EG_virtual" + (char) ('a' + egress.size());
        EgressInfo.Builder info = EgressInfo.newBuilder().setEgressId(id);
        Message sent = request.messageFor(room);
        if (sent instanceof WebEgressRequest web) {
            info.setWeb(web);
        } else if (sent instanceof RoomCompositeEgressRequest composite) {
            info.setRoomComposite(composite).setRoomName(room).setRoomId(roomIds.getOrDefault(room, ""));
        }
        VirtualEgress born = new VirtualEgress(time, pace, info.build());
        egress.put(id, born);
        return born;
    }

    VirtualEgress egress(String id) {
        return egress.get(id);
    }

    Collection<VirtualEgress> all() {
        return egress.values();
    }

    List<EgressInfo> running() {
        return egress.values().stream()
                .filter(VirtualEgress::isRunning)
                .map(VirtualEgress::info)
                .toList();
    }

    List<Call> calls() {
        return calls;
    }

    List<Call> calls(String name) {
        return calls.stream().filter(call -> call.name().equals(name)).toList();
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return call("StartEgress", room, () -> Single.just(runs(room, request).info()));
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return call("StopEgress", egressId, () -> {
            VirtualEgress told = egress.get(egressId);
            return told == null ? Single.error(unknown()) : told.stop();
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return call("ReadEgress", egressId, () -> {
            VirtualEgress read = egress.get(egressId);
            return read == null ? Single.error(unknown()) : Single.just(List.of(read.info()));
        });
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        Predicate<EgressInfo> isThere =
                info -> room.isEmpty() || info.getRoomName().equals(room);
        return call(
                "ActiveEgress",
                room,
                () -> Single.just(running().stream().filter(isThere).toList()));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return call(
                "Rooms",
                name,
                () -> Single.just(Stream.ofNullable(roomIds.get(name))
                        .map(id -> Room.newBuilder().setName(name).setSid(id).build())
                        .toList()));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return call(
                "Participants",
                room,
                () -> Single.just(egress.values().stream()
                        .filter(one ->
                                one.isRecorderIn() && one.info().getRoomName().equals(room))
                        .map(one -> ParticipantInfo.newBuilder()
                                .setIdentity(one.info().getEgressId())
                                .build())
                        .toList()));
    }

    private static LiveKitException unknown() {
        return LiveKitException.of(404, "not_found", "virtual not_found");
    }

    /** The work is done when the call comes in; its answer gets through only if the network is there by then. */
    private <T> Single<T> call(String name, String about, Supplier<Single<T>> work) {
        return Single.defer(() -> {
            calls.add(new Call(name, about, time.now(TimeUnit.MILLISECONDS)));
            if (!reachable) {
                return fail(VirtualFault.cut());
            }
            VirtualFault fault =
                    faults.computeIfAbsent(name, key -> new ArrayDeque<>()).poll();
            if (fault != null) {
                fault.done().ifPresent(wait -> carryOut(work, wait));
                return fail(fault);
            }
            Duration pause = takes.getOrDefault(name, Duration.ofMillis(5));
            return work.get()
                    .delay(pause.toMillis(), TimeUnit.MILLISECONDS, time, true)
                    .flatMap(answer -> reachable ? Single.just(answer) : fail(VirtualFault.cut()));
        });
    }

    private <T> void carryOut(Supplier<Single<T>> work, Duration wait) {
        Runnable done = () -> work.get().subscribe(answer -> {}, refused -> {});
        if (wait.isZero()) {
            done.run();
        } else {
            time.scheduleDirect(done, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private <T> Single<T> fail(VirtualFault fault) {
        return Single.timer(fault.after().toMillis(), TimeUnit.MILLISECONDS, time)
                .flatMap(tick -> Single.error(fault.error()));
    }
}
