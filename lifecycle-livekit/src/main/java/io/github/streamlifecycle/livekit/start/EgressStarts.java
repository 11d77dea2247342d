package io.github.streamlifecycle.livekit.start;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.calls.CallGate;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;

/**
 * The starts of one server: one at a time in a room, and a list of the egress that are spoken for, so that a start whose
 * answer was lost takes none of them for its own.
 */
public final class EgressStarts {
    /** More than can be started while one start looks for its egress. */
    private static final int REMEMBERED = 10_000;

    /** The line in front of a room. */
    private static final class Line {
        private final CallGate gate = new CallGate(1, () -> {});
        private int length;
    }

    private final ServerApi api;
    private final Map<String, Line> lines = new HashMap<>();
    private final Map<String, Boolean> taken = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /**
     * Creates the starts of a server.
     *
     * @param api the calls to it
     */
    public EgressStarts(ServerApi api) {
        this.api = api;
    }

    /**
     * Returns a start that is sent once subscribed to.
     *
     * @param room the room's name
     * @param request the egress to start
     * @return the egress, which nobody else here takes for its own any more
     */
    public Single<EgressInfo> send(String room, EgressRequest request) {
        return api.startEgress(room, request).doOnSuccess(info -> take(info.getEgressId()));
    }

    /** Remembers an egress that is somebody's here. */
    synchronized void take(String egressId) {
        taken.put(egressId, true);
    }

    synchronized boolean isTaken(String egressId) {
        return taken.containsKey(egressId);
    }

    /** Returns the start, begun once those in the same place that came before it have ended. */
    Maybe<EgressInfo> inTurn(String place, Maybe<EgressInfo> start) {
        return Single.using(
                        () -> enter(place),
                        line -> line.gate.pass(start.map(Optional::of).defaultIfEmpty(Optional.empty())),
                        line -> leave(place, line))
                .mapOptional(found -> found);
    }

    private synchronized Line enter(String place) {
        Line line = lines.computeIfAbsent(place, name -> new Line());
        line.length++;
        return line;
    }

    private synchronized void leave(String place, Line line) {
        line.length--;
        if (line.length == 0) {
            lines.remove(place);
        }
    }
}
