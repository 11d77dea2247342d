package io.github.streamlifecycle.livekit.api;

import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleSource;
import java.util.List;
import java.util.function.UnaryOperator;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;
import org.jspecify.annotations.Nullable;

/**
 * A wrapper that holds another API to the contract of {@link ServerApi}. Each subscription calls it anew, and every
 * breach becomes a {@link LiveKitException}: see {@link StrictCall}. An answer that is none, such as a list with null
 * in it or an egress other than the one that was asked about, becomes one too.
 */
final class StrictServerApi implements ServerApi {
    /** A call, which may throw anything and return null. */
    interface Source<T> {
        @Nullable
        SingleSource<? extends T> call() throws Throwable;
    }

    private final ServerApi api;

    StrictServerApi(ServerApi api) {
        this.api = api;
    }

    @Override
    public Single<EgressInfo> startEgress(String room, EgressRequest request) {
        return StrictCall.of("StartEgress", () -> api.startEgress(room, request), info -> {
            if (info.getEgressId().isEmpty()) {
                // such as the empty answer of a proxy, which is a legal message
                throw LiveKitException.malformed("StartEgress", "no egress id");
            }
            return info;
        });
    }

    @Override
    public Single<EgressInfo> stopEgress(String egressId) {
        return StrictCall.of("StopEgress", () -> api.stopEgress(egressId), info -> {
            if (!info.getEgressId().equals(egressId)) {
                throw LiveKitException.malformed(
                        "StopEgress", "egress id \"" + Redaction.ofDefaults().shown(info.getEgressId()) + "\"");
            }
            return info;
        });
    }

    @Override
    public Single<List<EgressInfo>> readEgress(String egressId) {
        return StrictCall.of("ListEgress", () -> api.readEgress(egressId), found -> {
            if (found.stream().noneMatch(info -> info.getEgressId().equals(egressId))) {
                // the server would say not_found: this is the empty answer of a proxy
                throw LiveKitException.malformed("ListEgress", "no egress " + egressId);
            }
            return List.copyOf(found);
        });
    }

    @Override
    public Single<List<EgressInfo>> activeEgress(String room) {
        return list("ListEgress", () -> api.activeEgress(room));
    }

    @Override
    public Single<List<Room>> rooms(String name) {
        return list("ListRooms", () -> api.rooms(name));
    }

    @Override
    public Single<List<ParticipantInfo>> participants(String room) {
        return list("ListParticipants", () -> api.participants(room));
    }

    /** Returns a copy of the list, whose owner might change it, and refuses null in it. */
    private static <T> Single<List<T>> list(String call, Source<List<T>> source) {
        UnaryOperator<List<T>> copy = List::copyOf;
        return StrictCall.of(call, source, copy);
    }

    @Override
    public String toString() {
        return "strict " + api.getClass().getSimpleName();
    }
}
