package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomWork;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the entities of a replica share.
 *
 * @param work carries out what guards ask for
 * @param rooms the rooms that are guarded here
 * @param begun told of each room that is guarded here from now on
 * @param sweepSoon asks for a list of all egress
 * @param known what another replica has told of a room that it guarded until now
 * @param standstill says whether rooms may decide something now
 * @param hasOthers whether there are other replicas, which go on with the rooms of this one
 */
record RoomPlace(
        RoomWork work,
        RoomsHere rooms,
        Consumer<String> begun,
        Runnable sweepSoon,
        Function<String, Optional<RoomGuard>> known,
        Standstill standstill,
        BooleanSupplier hasOthers) {}
