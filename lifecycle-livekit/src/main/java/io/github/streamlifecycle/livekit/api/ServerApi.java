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
 * {@link LiveKitException} only. Nothing here is retried.
 *
 * @since 0.1.0
 */
public interface ServerApi {
    /**
     * Starts an egress.
     *
     * @param room the room's name
     * @param request what to start
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
     * Reads what runs in a room: STARTING, ACTIVE and ENDING.
     *
     * @param room the room's name; empty for all rooms, and for what runs in none
     * @return the egress there
     */
    Single<List<EgressInfo>> activeEgress(String room);

    /**
     * Reads rooms.
     *
     * @param name their name
     * @return the room that has this name now; none if none has
     */
    Single<List<Room>> rooms(String name);

    /**
     * Reads who is in a room, recorders among them.
     *
     * @param room the room's name
     * @return the participants; none if there is no such room
     */
    Single<List<ParticipantInfo>> participants(String room);
}
