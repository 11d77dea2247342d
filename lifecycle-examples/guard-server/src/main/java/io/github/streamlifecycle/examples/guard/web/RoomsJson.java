package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.stream.JsonWriter;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/**
 * Rooms as one JSON document, written room by room: of ten thousand rooms only one is in memory as JSON at a time.
 *
 * @param mark from which on events go on
 * @param total how many rooms there are
 * @param rooms those that are shown
 */
record RoomsJson(String mark, int total, List<RoomGuard> rooms) {
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
            GSON.toJson(GuardJson.room(room, nowMillis), json);
        }
        json.endArray();
        json.endObject();
        json.flush();
    }
}
