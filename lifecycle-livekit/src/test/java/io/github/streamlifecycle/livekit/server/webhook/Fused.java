package io.github.streamlifecycle.livekit.server.webhook;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.server.webhook.WebhookVerdict.Accepted;
import java.util.HashMap;
import java.util.Map;

/** A view of each room that is observed, the host being any publisher. */
public final class Fused {
    private final Map<String, RoomView> views = new HashMap<>();

    public void on(Accepted accepted, long nowMillis) {
        WebhookObservations.of(accepted.event(), nowMillis).ifPresent(observation -> on(observation, nowMillis));
    }

    public void on(Observation observation, long nowMillis) {
        String room = observation.origin().room().name();
        views.put(room, view(room).on(observation, nowMillis));
    }

    public RoomView view(String room) {
        return views.getOrDefault(room, RoomView.of(room, HostRule.anyPublisher()));
    }
}
