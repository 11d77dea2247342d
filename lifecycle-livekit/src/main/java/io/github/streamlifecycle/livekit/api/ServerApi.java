package io.github.streamlifecycle.livekit.api;

import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.Room;

/**
 * The six calls of a LiveKit server that everything here is made of: the place to record them, count them, keep them
 * from being made, or answer them without a server.
 *
 * <p>Each method returns a cold source: one call for each subscription, on any thread, failing with a
 * {@link LiveKitException} only. Nothing here is retried. An implementation that breaks this contract is repaired by
 * {@link #strict}.
 *
 * @since 0.1.0
 */
public interface ServerApi {
    /**
     * Starts an egress.
     *
     * @param room the room's name
     * @param request the egress to start
     * @return the egress, STARTING
     */
    Single<EgressInfo> startEgress(String room, EgressRequest request);

    /**
     * Tells an egress to stop.
     *
     * @param egressId the egress
     * @return the egress, ENDING or ended
     */
    Single<EgressInfo> stopEgress(String egressId);

    /**
     * Reads an egress.
     *
     * @param egressId the egress
     * @return the egress alone; fails with {@code not_found} if the server knows no such egress
     */
    Single<List<EgressInfo>> readEgress(String egressId);

    /**
     * Reads the egress of a room that are STARTING, ACTIVE or ENDING.
     *
     * @param room the room's name; empty for the egress of all rooms and of none
     * @return the egress there
     */
    Single<List<EgressInfo>> activeEgress(String room);

    /**
     * Reads the room of a name.
     *
     * @param name the room's name
     * @return the room that has this name now; none if no room has
     */
    Single<List<Room>> rooms(String name);

    /**
     * Reads the participants of a room, recorders among them.
     *
     * @param room the room's name
     * @return the participants; none if there is no such room
     */
    Single<List<ParticipantInfo>> participants(String room);

    /**
     * Returns an API that answers every call and sends none. A stop is logged at info and succeeds, a start makes up an
     * egress that is then ACTIVE, every other egress is taken to be ACTIVE, rooms and participants are none.
     *
     * @return a new API, which knows the egress that were started with it
     */
    static ServerApi dryRun() {
        return new DryRun();
    }

    /**
     * Returns an API that reads by another one and sends nothing that would change the server. A stop is logged at info and
     * succeeds, and from then on that egress has ended for those who ask here.
     *
     * @param reads the API to read by
     * @return a new API, which knows the egress that were stopped with it
     */
    static ServerApi shadow(ServerApi reads) {
        return new Shadow(reads);
    }

    /**
     * Holds an API to the contract of this interface. If it throws, Errors included, returns or signals null, signals
     * more than once or after it was cancelled, or answers with another egress than the one it was asked to stop, its
     * caller gets one {@link LiveKitException} or one answer all the same. If it never signals, nor does the returned
     * API.
     *
     * @param api an API of any quality
     * @return an API that calls it once for each subscription
     */
    static ServerApi strict(ServerApi api) {
        return api instanceof StrictServerApi ? api : new StrictServerApi(api);
    }
}
