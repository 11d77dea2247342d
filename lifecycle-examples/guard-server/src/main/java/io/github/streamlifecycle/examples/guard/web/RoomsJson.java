package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;

/**
 * Rooms as one JSON document, written room by room: of ten thousand rooms only one is in memory as JSON at a time.
 *
 * @param mark from which on events go on
 * @param total how many rooms there are
 * @param rooms those that are shown
 * @param replicas the replicas that guard together, if it is not one alone
 */
record RoomsJson(String mark, int total, List<RoomGuard> rooms, Optional<Replicas> replicas) {
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    void write(Writer to, long nowMillis) throws IOException {
        JsonWriter json = new JsonWriter(to);
        json.beginObject();
        json.name("at").value(nowMillis);
        json.name("after").value(mark);
        json.name("total").value(total);
        json.name("rooms").beginArray();
        for (RoomGuard room : rooms) {
            GSON.toJson(json(room, nowMillis), json);
        }
        json.endArray();
        if (replicas.isPresent()) {
            json.name("replicas");
            GSON.toJson(ReplicasJson.of(replicas.get().view()), json);
        }
        json.endObject();
        json.flush();
    }

    private JsonObject json(RoomGuard room, long nowMillis) {
        JsonObject json = GuardJson.room(room, nowMillis);
        replicas.flatMap(all -> all.replicaOf(room.room())).ifPresent(replica -> json.addProperty("replica", replica));
        return json;
    }
}
