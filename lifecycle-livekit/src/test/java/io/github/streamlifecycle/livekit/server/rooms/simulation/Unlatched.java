package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.room.LeftReason;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.ParticipantKey;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.RoomParticipant;
import io.github.streamlifecycle.livekit.room.Source;

/**
 * Guards that miss a host from the first moment on: for each egress that a webhook tells of they hear of a publisher that has
 * just come and gone.
 */
record Unlatched(RealProgram guards, Guard process) implements Guard.Program {
    @Override
    public int webhook(byte[] body, String authorization) {
        int status = guards.webhook(body, authorization);
        for (Egress egress : process.world.egress) {
            if (egress.isListed() && egress.createdAt + 1_000 > process.world.agenda.millis()) {
                missed(egress.room);
            }
        }
        return status;
    }

    private void missed(Room room) {
        long now = process.world.epochMillis();
        ParticipantKey nobody = new ParticipantKey("nobody", "PA_nobody", now - 1);
        Origin origin = new Origin(Source.WEBHOOK, RoomKey.named(room.name), now + 1);
        guards.observe(new Observation.TrackPublished(origin, nobody, "TR_nobody"));
        guards.observe(new Observation.Left(
                origin, RoomParticipant.of(nobody, RoomParticipant.Kind.STANDARD), LeftReason.CLIENT_INITIATED));
    }

    @Override
    public void observe(Observation observation) {
        guards.observe(observation);
    }

    @Override
    public long millis() {
        return guards.millis();
    }

    @Override
    public void close() {
        guards.close();
    }

    @Override
    public boolean guards(String room) {
        return guards.guards(room);
    }

    @Override
    public boolean remembers(Egress egress, byte[] stored) {
        return guards.remembers(egress, stored);
    }
}
