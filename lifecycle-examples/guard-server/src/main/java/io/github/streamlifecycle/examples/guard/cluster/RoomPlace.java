package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.rooms.RoomWork;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What the entities of a replica share.
 *
 * @param work carries out what guards ask for
 * @param rooms the rooms that are guarded here
 * @param begun told of each room that is guarded here from now on
 * @param sweepSoon asks for a list of all egress
 * @param hasOthers whether there are other replicas, which go on with the rooms of this one
 */
record RoomPlace(
        RoomWork work, RoomsHere rooms, Consumer<String> begun, Runnable sweepSoon, BooleanSupplier hasOthers) {}
