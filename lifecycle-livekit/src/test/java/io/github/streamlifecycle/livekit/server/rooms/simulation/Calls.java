package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import org.jspecify.annotations.Nullable;

/** LiveKit's API as one process reaches it. */
final class Calls implements ServerApi {
    /** What the server says: an answer or an error, and how long it takes for it. */
    private record Reply<T>(@Nullable T answer, @Nullable LiveKitException error, long takesMillis) {
        static <T> Reply<T> of(T answer) {
            return new Reply<>(answer, null, 0);
        }
    }

    private static final long WORKER_SILENT_MILLIS = 3_000;

    private final World world;
    private final Guard guard;
    private long egressReadAt = -1;

    Calls(World world, Guard guard) {
        this.world = world;
        this.guard = guard;
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return Single.defer(() -> {
            if (!guard.isUp()) {
                return Single.never();
            }
            Egress told = Objects.requireNonNull(world.egress(egressId), egressId);
            world.oracle.stopSent(guard, told);
            return this.<EgressInfo>call("StopEgress of " + egressId, () -> stop(told))
                    .doOnSuccess(info -> world.oracle.stopAccepted(guard, told))
                    .doFinally(() -> world.oracle.stopAnswered(guard, told));
        });
    }

    private Reply<EgressInfo> stop(Egress told) {
        int status = told.stop();
        return switch (status) {
            case 200 -> Reply.of(told.info());
            case 412 ->
                new Reply<>(
                        null,
                        LiveKitException.of(412, "failed_precondition", "simulated: it has ended"),
                        WORKER_SILENT_MILLIS);
            default ->
                new Reply<>(
                        null,
                        LiveKitException.of(408, "deadline_exceeded", "simulated: no response"),
                        WORKER_SILENT_MILLIS);
        };
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return this.<List<EgressInfo>>call("", () -> {
                    Egress read = world.egress(egressId);
                    return read == null ? Reply.of(List.of()) : Reply.of(List.of(read.info()));
                })
                .doOnSuccess(all -> egressReadAt = world.agenda.nanos());
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return call("", () -> {
            long stale = world.weather.stale();
            return Reply.of(world.egress.stream()
                    .map(one -> one.listed(stale))
                    .filter(Objects::nonNull)
                    .toList());
        });
    }

    /** The look for a recorder that follows the read of an egress tells the guard nothing of hosts. */
    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return Single.defer(() -> {
            boolean isForARecorder = egressReadAt == world.agenda.nanos();
            long[] asOf = new long[1];
            return this.<List<ParticipantInfo>>call("", () -> {
                        long stale = world.weather.stale();
                        asOf[0] = world.agenda.millis() - stale;
                        Room known = world.existing(room);
                        return Reply.of(known == null ? List.of() : known.list(stale));
                    })
                    .doOnSuccess(all -> {
                        if (!isForARecorder) {
                            world.oracle.listed(guard, all, asOf[0]);
                        }
                    });
        });
    }

    @Override
    public Single<List<livekit.LivekitModels.Room>> rooms(String name) {
        return call("", () -> {
            Room known = world.existing(name);
            return Reply.of(known == null ? List.of() : List.of(known.info()));
        });
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return Single.error(new UnsupportedOperationException());
    }

    private <T> Single<T> call(String told, Supplier<Reply<T>> work) {
        return Single.create(emitter -> {
            if (!guard.isUp()) {
                return;
            }
            Fate fate = world.weather.fateOfACallBy(guard);
            if (!told.isEmpty()) {
                world.say(guard.name, () -> "sends " + told);
            }
            if (fate.error() != null) {
                answer(emitter, told, new Reply<>(null, fate.error(), fate.answeredAfterMillis()));
            }
            if (fate.arrivesAfterMillis() != Fate.NEVER) {
                world.agenda.after(fate.arrivesAfterMillis(), () -> {
                    Reply<T> reply = work.get();
                    if (fate.error() == null) {
                        long takes = reply.takesMillis() + fate.answeredAfterMillis();
                        answer(emitter, told, new Reply<>(reply.answer(), reply.error(), takes));
                    }
                });
            }
        });
    }

    private <T> void answer(SingleEmitter<T> emitter, String told, Reply<T> reply) {
        guard.time.scheduleDirect(
                () -> {
                    T answer = reply.answer();
                    if (!told.isEmpty()) {
                        world.say(
                                guard.name,
                                () -> "hears of " + told + ": "
                                        + (answer == null ? String.valueOf(reply.error()) : "200"));
                    }
                    if (answer != null) {
                        emitter.onSuccess(answer);
                    } else if (reply.error() != null) {
                        emitter.tryOnError(reply.error());
                    }
                },
                reply.takesMillis(),
                TimeUnit.MILLISECONDS);
    }
}
