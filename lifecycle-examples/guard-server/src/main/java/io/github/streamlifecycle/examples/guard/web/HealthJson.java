package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.streamlifecycle.livekit.server.rooms.GuardsHealth;
import java.util.Locale;
import java.util.OptionalLong;

/** How well the guards hear, as JSON. */
final class HealthJson {
    private HealthJson() {}

    static JsonObject of(GuardsHealth health) {
        JsonObject webhooks = new JsonObject();
        webhooks.add("at", time(health.webhooks().heardAtMillis()));
        health.webhooks()
                .verdicts()
                .forEach((verdict, count) -> webhooks.addProperty(verdict.name().toLowerCase(Locale.ROOT), count));
        JsonObject json = new JsonObject();
        json.add("webhooks", webhooks);
        json.add("polling", calls(health.polls()));
        json.add("api", calls(health.sweeps()));
        json.addProperty("watchFailures", health.watchFailures());
        json.addProperty("leases", health.leases());
        json.addProperty("storeFailures", health.storeFailures());
        return json;
    }

    private static JsonObject calls(GuardsHealth.Calls calls) {
        JsonObject json = new JsonObject();
        json.add("at", time(calls.answeredAtMillis()));
        json.addProperty("answered", calls.answered());
        json.addProperty("failed", calls.failed());
        json.add("error", calls.error().map(JsonPrimitive::new).orElse(null));
        return json;
    }

    private static JsonElement time(OptionalLong millis) {
        return millis.isPresent() ? new JsonPrimitive(millis.getAsLong()) : JsonNull.INSTANCE;
    }
}
