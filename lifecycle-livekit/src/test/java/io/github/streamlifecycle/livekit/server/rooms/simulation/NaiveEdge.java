package io.github.streamlifecycle.livekit.server.rooms.simulation;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.room.Observation;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What most teams write: remember the egress that webhooks tell of, and stop each once a publisher of its room has left. There
 * is no host at that time who could be asked, and no second try.
 */
final class NaiveEdge implements Guard.Program {
    private static final Pattern EGRESS =
            Pattern.compile("\"egressId\":\"(EG_[a-z]*)\".*\"status\":\"([A-Z_]*)\".*Composite");
    private static final Pattern LEFT =
            Pattern.compile("\"participant_left\".*\"isPublisher\":true,\"kind\":\"STANDARD\"");
    private static final int OK = 200;

    private final ServerApi api;
    private final Set<String> running = new HashSet<>();

    NaiveEdge(ServerApi api) {
        this.api = api;
    }

    @Override
    public int webhook(byte[] body, String authorization) {
        String json = new String(body, StandardCharsets.UTF_8);
        Matcher egress = EGRESS.matcher(json);
        if (egress.find() && !json.contains(Egress.SPARED_LAYOUT)) {
            if (egress.group(2).equals("EGRESS_ACTIVE")) {
                running.add(egress.group(1));
            } else {
                running.remove(egress.group(1));
            }
        } else if (LEFT.matcher(json).find()) {
            running.forEach(id -> api.stopEgress(id).subscribe(info -> {}, error -> {}));
            running.clear();
        }
        return OK;
    }

    @Override
    public void observe(Observation observation) {}

    @Override
    public long millis() {
        return 1;
    }

    @Override
    public void close() {}

    @Override
    public boolean guards(String room) {
        return true;
    }

    @Override
    public boolean remembers(Egress egress, byte[] stored) {
        return false;
    }
}
