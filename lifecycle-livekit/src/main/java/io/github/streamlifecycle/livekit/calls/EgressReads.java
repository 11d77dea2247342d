package io.github.streamlifecycle.livekit.calls;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.Room;

/** The questions that are asked of a server about egress and their rooms. Each is one call, when subscribed to. */
public final class EgressReads {
    private final ServerApi api;

    EgressReads(ServerApi api) {
        this.api = api;
    }

    /**
     * Returns the egress; empty if the server does not know it.
     *
     * @param egressId the egress
     * @return the egress, read once subscribed to
     */
    public Maybe<EgressInfo> find(String egressId) {
        // an empty id would list every egress there is
        Checks.notBlank("egressId", egressId);
        return api.readEgress(egressId)
                .flattenAsObservable(items -> items)
                .filter(info -> info.getEgressId().equals(egressId))
                .firstElement()
                .onErrorComplete(error -> LiveKitException.of(error).isNotFound());
    }

    /**
     * Returns the egress that run in a room: STARTING, ACTIVE and ENDING.
     *
     * @param room the room's name
     * @return the egress there, read once subscribed to
     */
    public Single<List<EgressInfo>> active(String room) {
        return api.activeEgress(Checks.notBlank("room", room));
    }

    /**
     * Returns the egress of all rooms, and those of no room, such as a web page's.
     *
     * @return the egress of the server, read once subscribed to
     */
    public Single<List<EgressInfo>> activeAnywhere() {
        return api.activeEgress("");
    }

    /**
     * Returns the id of the room that has this name now; empty if none has.
     *
     * @param room the room's name
     * @return its id, read once subscribed to
     */
    public Single<Optional<String>> roomId(String room) {
        return api.rooms(room)
                .map(rooms -> rooms.stream()
                        .filter(one -> one.getName().equals(room))
                        .map(Room::getSid)
                        .findFirst());
    }

    /**
     * Returns whether the recorder of an egress is in its room: LiveKit lets it in under the id of the egress.
     *
     * @param info the egress
     * @return true if its recorder is there, read once subscribed to
     */
    public Single<Boolean> hasRecorder(EgressInfo info) {
        return api.participants(info.getRoomName())
                .map(all -> all.stream().anyMatch(one -> one.getIdentity().equals(info.getEgressId())));
    }

    /**
     * Returns the failure of a read that finds no such egress.
     *
     * @param egressId the egress
     * @return a failure with the code {@code not_found}
     */
    public static LiveKitException unknown(String egressId) {
        return LiveKitException.of(404, "not_found", "the server knows no egress " + egressId);
    }
}
