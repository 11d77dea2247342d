package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.EgressControl;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.functions.Function;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import livekit.LivekitEgress.EgressInfo;

/** The shows of the hosts in browsers, by room: what the application was asked for last, and what became of it. Thread-safe. */
final class HostShows {
    private static final int MOST = 100;

    private final HostApplication application;
    /** Guarded by this; the room that was asked for least recently first. */
    private final Map<String, Request> latest = new LinkedHashMap<>();

    private enum Kind {
        STARTING,
        STARTED,
        GOES_ON,
        FAILED,
        ENDING,
        ENDED
    }

    /**
     * What became of a request.
     *
     * @param kind how far it has come
     * @param text the id of the egress, or LiveKit's error
     */
    private record Request(Kind kind, String text) {}

    HostShows(HostApplication application) {
        this.application = application;
    }

    /** Starts the egress of a room, unless one runs there already, as after a host's page was loaded again. */
    void goLive(String room) {
        answer(room, Kind.STARTING, running -> running.isEmpty() ? start(room) : goesOn(running.get(0)));
    }

    private Single<Request> start(String room) {
        return egress().start(room, application.egress())
                .map(started -> new Request(Kind.STARTED, started.getEgressId()));
    }

    private static Single<Request> goesOn(EgressInfo egress) {
        return Single.just(new Request(Kind.GOES_ON, egress.getEgressId()));
    }

    /** Stops every egress of a room, for its host. */
    void end(String room) {
        answer(
                room,
                Kind.ENDING,
                running -> Flowable.fromIterable(running)
                        .flatMapSingle(one -> egress().stop(one.getEgressId()))
                        .toList()
                        .map(HostShows::ended));
    }

    /** Notes what is under way in a room, does it with the egress that run there, and notes what became of it. */
    private void answer(String room, Kind underWay, Function<List<EgressInfo>, Single<Request>> request) {
        note(room, new Request(underWay, ""));
        Disposable unused = egress().active(room)
                .flatMap(request)
                .onErrorReturn(HostShows::failed)
                .subscribe(done -> note(room, done));
    }

    private EgressControl egress() {
        return application.livekit().egress();
    }

    private static Request ended(List<StopReceipt> receipts) {
        return receipts.stream()
                .filter(receipt -> !receipt.isOver())
                .findFirst()
                .map(receipt -> new Request(
                        Kind.FAILED,
                        receipt instanceof StopReceipt.GaveUp gaveUp ? text(gaveUp.cause()) : receipt.name()))
                .orElseGet(() -> new Request(Kind.ENDED, ""));
    }

    private static Request failed(Throwable error) {
        return new Request(Kind.FAILED, text(LiveKitException.of(error)));
    }

    private static String text(Exception error) {
        return String.valueOf(error.getMessage());
    }

    private synchronized void note(String room, Request request) {
        latest.remove(room);
        latest.put(room, request);
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    /** Adds to an answer what was asked for last in a room. */
    synchronized void addTo(String room, JsonObject answer) {
        Request request = latest.get(room);
        if (request != null) {
            answer.addProperty("request", request.kind().name());
            answer.addProperty("text", request.text());
        }
    }
}
