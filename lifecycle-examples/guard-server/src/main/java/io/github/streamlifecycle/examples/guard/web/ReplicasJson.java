package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Locale;

/** The replicas as JSON. */
final class ReplicasJson {
    private ReplicasJson() {}

    static JsonObject of(Replicas.View view) {
        JsonArray members = new JsonArray();
        for (Replicas.Member member : view.members()) {
            JsonObject one = new JsonObject();
            one.addProperty("address", member.address());
            one.addProperty("status", member.status());
            one.addProperty("reach", member.reach().name().toLowerCase(Locale.ROOT));
            one.addProperty("rooms", member.rooms());
            members.add(one);
        }
        JsonObject json = new JsonObject();
        json.add("members", members);
        json.addProperty("parted", view.isParted());
        json.addProperty("arrived", view.arrived());
        json.addProperty("departed", view.departed());
        return json;
    }
}
