package io.github.streamlifecycle.examples.guard.console;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Rooms in every state, in the shape of {@code /api/console}; times are relative to the moment of each question. */
final class StubRooms {
    /** At each question, of which there are up to four a second. */
    static final int CHANGED = 40;

    private static final List<String> STAGES =
            List.of("main-stage", "studio-b", "press-room", "keynote", "workshop-2", "podcast", "town-hall", "webinar");

    private final Map<String, Supplier<JsonObject>> rooms = new LinkedHashMap<>();
    private final Map<String, Integer> turned = new ConcurrentHashMap<>();
    private boolean areMany;
    private boolean isDryRun;
    private volatile Optional<JsonObject> replicas = Optional.empty();
    private final long began = System.currentTimeMillis();
    private int turn;

    /** Eight rooms: one suspected, one being stopped, one stopped, and others whose hosts are there. */
    static StubRooms some() {
        StubRooms stub = new StubRooms();
        stub.rooms.put("main-stage", () -> stub.suspected("main-stage"));
        stub.rooms.put("studio-b", () -> stub.stopped("studio-b"));
        STAGES.stream().skip(2).forEach(name -> stub.rooms.put(name, () -> stub.up(name)));
        return stub;
    }

    StubRooms inDryRun() {
        isDryRun = true;
        return this;
    }

    /** From now on the rooms are guarded by two replicas, of which the other is reached so. */
    StubRooms sharedWith(String other, String reach) {
        JsonObject here = JsonParser.parseString(
                        "{\"address\": \"10.0.0.1:25520\", \"status\": \"up\", \"reach\": \"here\", \"rooms\": 5}")
                .getAsJsonObject();
        JsonObject there = here.deepCopy();
        there.addProperty("address", other);
        there.addProperty("reach", reach);
        there.addProperty("rooms", 3);
        JsonArray members = new JsonArray();
        members.add(here);
        members.add(there);
        JsonObject view =
                JsonParser.parseString("{\"arrived\": 4, \"departed\": 1}").getAsJsonObject();
        view.add("members", members);
        view.addProperty("parted", reach.equals("out_of_reach"));
        replicas = Optional.of(view);
        return this;
    }

    static StubRooms many(int count) {
        StubRooms stub = new StubRooms();
        for (int i = 0; i < count; i++) {
            String name = String.format(Locale.ROOT, "room-%04d", i);
            stub.rooms.put(name, () -> stub.turning(name));
        }
        stub.areMany = true;
        return stub;
    }

    static StubRooms named(String name) {
        StubRooms stub = new StubRooms();
        stub.rooms.put(name, () -> stub.suspected(name));
        return stub;
    }

    JsonObject all() {
        JsonArray found = new JsonArray();
        rooms.values().forEach(room -> found.add(room.get()));
        return news(true, found);
    }

    /** A few rooms anew at each question; of those that are many, the host of each is suspected or there again. */
    synchronized JsonObject changed() {
        JsonArray found = new JsonArray();
        List<String> names = List.copyOf(rooms.keySet());
        for (int i = 0; i < Math.min(CHANGED, names.size()); i++) {
            String name = names.get(turn++ % names.size());
            if (areMany) {
                turned.merge(name, 1, Integer::sum);
            }
            found.add(rooms.get(name).get());
        }
        return news(false, found);
    }

    private JsonObject turning(String name) {
        return turned.getOrDefault(name, 0) % 2 == 1 ? suspected(name) : up(name);
    }

    /** Returns how many hosts are suspected of those that are many. */
    synchronized long suspected() {
        return turned.values().stream().filter(times -> times % 2 == 1).count();
    }

    private JsonObject news(boolean isFull, JsonArray rooms) {
        JsonObject json = JsonParser.parseString("""
                {"after": "p-1", "csrf": "x", "login": false, "mark": "p-1", "gone": [],
                 "figures": {"stopsToday": {"MEDIA_STALLED": 7, "CONNECTION_LOST": 3, "CLEAN_LEAVE": 2},
                   "dropToStop": {"p50": 5310, "p95": 6240, "millis": [5210, 5290, 5310, 5450, 5190, 6240, 5300, 5280,
                     5340, 5600, 5250, 5330]}},
                 "health": {"webhooks": {"at": 0, "accepted": 412, "duplicate": 3, "unreadable": 0, "refused": 0,
                     "clock": 0, "unavailable": 0},
                   "polling": {"at": 0, "answered": 9000, "failed": 0, "error": null},
                   "api": {"at": 0, "answered": 900, "failed": 0, "error": null},
                   "watchFailures": 0, "leases": 5, "storeFailures": 0}}
                """).getAsJsonObject();
        long now = System.currentTimeMillis();
        json.addProperty("at", now);
        json.addProperty("full", isFull);
        json.addProperty("dryRun", isDryRun);
        json.add("rooms", rooms);
        replicas.ifPresent(view -> json.add("replicas", view));
        JsonObject health = json.getAsJsonObject("health");
        health.getAsJsonObject("webhooks").addProperty("at", now - 4_200);
        health.getAsJsonObject("polling").addProperty("at", now - 1_100);
        health.getAsJsonObject("api").addProperty("at", now - 2_300);
        return json;
    }

    JsonObject timeline(String name) {
        JsonObject json = new JsonObject();
        json.addProperty("at", System.currentTimeMillis());
        json.add("room", rooms.containsKey(name) ? rooms.get(name).get() : JsonNull.INSTANCE);
        json.add("events", JsonParser.parseString(events(name)));
        replicas.ifPresent(view -> json.add(
                "replica",
                view.getAsJsonArray("members").get(1).getAsJsonObject().get("address")));
        return json;
    }

    private String events(String name) {
        long drop = began - 62_000;
        String common = "\"room\": " + quoted(name) + ", \"egress\": \"EG_MycFwfUfrqEE\"";
        return String.format(
                Locale.ROOT,
                """
                [{"at": %d, "type": "Guarding", %s, "owner": {"kind": "host"}},
                 {"at": %d, "type": "HostChanged", %2$s, "presence": "UP",
                   "evidence": {"identity": "ada", "reason": "PUBLISHES", "source": "WEBHOOK"}},
                 {"at": %d, "type": "HostChanged", %2$s, "presence": "SUSPECT",
                   "evidence": {"identity": "ada", "reason": "MEDIA_STALLED", "source": "MEDIA_WATCH"}},
                 {"at": %d, "type": "StopDecided", %2$s, "drop": "MEDIA_STALLED",
                   "evidence": {"identity": "ada", "reason": "MEDIA_STALLED", "source": "MEDIA_WATCH"}},
                 {"at": %d, "type": "StopEnded", %2$s, "drop": "MEDIA_STALLED", "sinceDropMillis": 5312,
                   "receipt": {"name": "stopped", "callsMade": 1, "callsAnswered": 1, "tookMillis": 308, "error": null}},
                 {"at": %d, "type": "EgressEnded", %2$s, "by": "GUARD"}]
                """,
                began - 280_000,
                common,
                began - 279_100,
                drop,
                drop + 5_004,
                drop + 5_312,
                drop + 5_314);
    }

    private JsonObject up(String name) {
        int seed = Math.floorMod(name.hashCode(), 5);
        String lease = seed == 0
                ? "[]"
                : lane(
                        "UP",
                        "LEASE_RENEWED",
                        began - 400_000,
                        "SUSPECT",
                        "LEASE_SILENT",
                        began - 90_000 - seed * 30_000L,
                        "UP",
                        "LEASE_RENEWED",
                        began - 87_000 - seed * 30_000L);
        String history =
                history(lane("UP", "PUBLISHES", began - 400_000), lane("UP", "MEDIA_FLOWS", began - 400_000), lease);
        return room(name, "UP", "PUBLISHES", "{\"kind\": \"goes_on\"}", history);
    }

    private JsonObject suspected(String name) {
        long drop = System.currentTimeMillis() - 1_800;
        String fused = lane("UP", "PUBLISHES", began - 200_000, "SUSPECT", "MEDIA_STALLED", drop);
        String watch = lane("UP", "MEDIA_FLOWS", began - 199_000, "SUSPECT", "MEDIA_STALLED", drop);
        String lease = lane("UP", "LEASE_RENEWED", began - 198_500, "SUSPECT", "LEASE_SILENT", drop + 900);
        String outlook = "{\"kind\": \"stops_at\", \"drop\": \"MEDIA_STALLED\", \"since\": " + drop + ", \"at\": "
                + (drop + 5_000) + "}";
        return room(name, "SUSPECT", "MEDIA_STALLED", outlook, history(fused, watch, lease));
    }

    private JsonObject stopped(String name) {
        long drop = began - 62_000;
        String fused = lane("UP", "PUBLISHES", began - 280_000, "SUSPECT", "MEDIA_STALLED", drop, "", "", drop + 5_314);
        String watch =
                lane("UP", "MEDIA_FLOWS", began - 279_000, "SUSPECT", "MEDIA_STALLED", drop, "", "", drop + 5_314);
        String lease = lane(
                "UP", "LEASE_RENEWED", began - 278_000, "SUSPECT", "LEASE_SILENT", drop + 1_500, "", "", drop + 5_314);
        JsonObject room =
                room(name, "SUSPECT", "MEDIA_STALLED", "{\"kind\": \"goes_on\"}", history(fused, watch, lease));
        JsonObject lanes = room.getAsJsonObject("history");
        for (String polled : List.of("WEBHOOK", "POLLING")) {
            lanes.add(polled, JsonParser.parseString(lane("UP", "PUBLISHES", began - 280_000, "", "", drop + 5_314)));
        }
        room.add("egress", new JsonArray());
        room.add(
                "ended",
                JsonParser.parseString(
                        "[{\"egress\": \"EG_MycFwfUfrqEE\", \"at\": " + (drop + 5_314) + ", \"by\": \"GUARD\"}]"));
        return room;
    }

    private JsonObject room(String name, String presence, String reason, String outlook, String history) {
        String host = "{\"identity\": \"" + host(name) + "\", \"presence\": \"" + presence + "\", \"reason\": \""
                + reason + "\", \"source\": \"MEDIA_WATCH\", \"at\": " + began + ", \"idleSince\": null}";
        return JsonParser.parseString(String.format(
                        Locale.ROOT,
                        """
                {"room": %s, "presence": "%s", "hosts": [%s], "blind": [], "ended": [], "history": %s,
                 "egress": [{"egress": "EG_%s", "stage": "ACTIVE", "owner": {"kind": "host"}, "roomId": "RM_1",
                   "startedAt": %d, "ageMillis": 1, "state": "%s/ON", "host": %s, "outlook": %s,
                   "readings": [
                     {"source": "WEBHOOK", "presence": "UP", "reason": "PUBLISHES", "at": %d},
                     {"source": "POLLING", "presence": "UP", "reason": "PUBLISHES", "at": %d},
                     {"source": "MEDIA_WATCH", "presence": "%s", "reason": "%s", "at": %d},
                     {"source": "LEASE", "presence": null, "reason": "NOTHING_KNOWN", "at": null}]}]}
                """,
                        quoted(name),
                        presence,
                        host,
                        history,
                        Integer.toString(name.hashCode(), 36).replace("-", "x"),
                        began - 1_000_000 - Math.floorMod(name.hashCode(), 5_000_000),
                        presence,
                        host,
                        outlook,
                        began,
                        System.currentTimeMillis(),
                        presence,
                        reason.equals("PUBLISHES") ? "MEDIA_FLOWS" : reason,
                        began))
                .getAsJsonObject();
    }

    private static String host(String room) {
        List<String> names = List.of("ada", "grace", "linus", "margaret", "edsger");
        return room.equals("studio-b") ? "ada" : names.get(Math.floorMod(room.hashCode(), names.size()));
    }

    private String history(String fused, String watch, String lease) {
        String steady = lane("UP", "PUBLISHES", began - 500_000);
        return "{\"FUSED\": " + fused + ", \"MEDIA_WATCH\": " + watch + ", \"LEASE\": " + lease + ", \"WEBHOOK\": "
                + steady + ", \"POLLING\": " + steady + "}";
    }

    /** Triples of presence, reason and time. */
    private static String lane(Object... triples) {
        JsonArray lane = new JsonArray();
        for (int i = 0; i < triples.length; i += 3) {
            JsonArray change = new JsonArray();
            change.add((Long) triples[i + 2]);
            change.add(triples[i].equals("") ? null : (String) triples[i]);
            change.add((String) triples[i + 1]);
            lane.add(change);
        }
        return lane.toString();
    }

    private static String quoted(String text) {
        return new JsonPrimitive(text).toString();
    }
}
