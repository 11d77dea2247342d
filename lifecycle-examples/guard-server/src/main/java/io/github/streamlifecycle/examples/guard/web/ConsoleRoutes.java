package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Stops;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The console: a page for people, what it shows, and the one thing that it changes. */
final class ConsoleRoutes {
    static final String LOGIN = "/login";
    static final int LONGEST_LOGIN = 4_096;

    private static final Logger log = LoggerFactory.getLogger(ConsoleRoutes.class);
    /** Readers that ask at the same time share a look at the rooms. */
    private static final long LOOK_EVERY_MILLIS = 200;

    private static final int MOST_EVENTS_OF_A_ROOM = 500;
    private static final int ACCEPTED = 202;
    private static final int SEE_OTHER = 303;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;

    private final GuardPorts.Served served;
    private final boolean isDryRun;
    private final EventFeed feed;
    private final AdminAccess access;
    private final ConsoleFiles files = new ConsoleFiles();
    private final StopFigures figures = new StopFigures();
    private final RoomLedger ledger;
    private volatile Consumer<JsonObject> telling = event -> {};

    ConsoleRoutes(GuardPorts.Served served, EventFeed feed, AdminAccess access) {
        this.served = served;
        this.isDryRun = served.stops() == Stops.DRY_RUN;
        this.feed = feed;
        this.access = access;
        this.ledger = new RoomLedger(Long.toString(System.currentTimeMillis(), 36));
    }

    void addTo(JavalinConfig config) {
        config.routes.before("/api/*", access::admit);
        files.addTo(config);
        config.routes.get("/", this::page);
        config.routes.post(LOGIN, this::login);
        config.routes.post("/logout", this::logout);
        config.routes.get("/api/console", this::news);
        config.routes.get("/api/timeline", this::timeline);
        config.routes.post("/api/egress/{egress}/stop", this::stop);
    }

    /** Takes in an event, here or at another replica, that the figures may count. */
    void told(JsonObject event) {
        figures.add(event, today());
    }

    /** Sets who is told of the events that begin here. */
    void tells(Consumer<JsonObject> told) {
        telling = told;
    }

    /** The day of the operators, as far as this machine knows where they are. */
    private static LocalDate today() {
        return LocalDate.now(ZoneId.systemDefault());
    }

    void everySecond() {
        try {
            ledger.look(served.rooms(), System.currentTimeMillis());
        } catch (RuntimeException failed) {
            log.error("the console could not look at the rooms", failed);
        }
    }

    private void look() {
        long now = System.currentTimeMillis();
        if (Math.abs(now - ledger.lookedAtMillis()) >= LOOK_EVERY_MILLIS) {
            ledger.look(served.rooms(), now);
        }
    }

    private void page(Context request) {
        files.serve(request, access.isAdmitted(request) ? "index.html" : "login.html");
    }

    private void login(Context request) {
        String presented = Optional.ofNullable(request.formParam("token")).orElse("");
        if (access.login(request, presented)) {
            request.status(SEE_OTHER).header("Location", "/");
        } else {
            request.status(UNAUTHORIZED);
            files.serve(request, "login.html");
        }
    }

    private void logout(Context request) {
        access.admit(request);
        access.admitChange(request);
        access.logout(request);
        request.status(204);
    }

    /** The rooms that have changed since {@code since}, and the figures of all. */
    private void news(Context request) {
        look();
        JsonObject json = new JsonObject();
        json.addProperty("at", System.currentTimeMillis());
        json.addProperty("after", feed.mark());
        json.addProperty("csrf", access.forgeryToken());
        json.addProperty("login", access.needsLogin());
        json.addProperty("dryRun", isDryRun);
        ledger.addSince(request.queryParam("since"), json);
        json.add("figures", figures.json(today()));
        json.add("health", HealthJson.of(served.guards().health()));
        served.replicas().ifPresent(replicas -> json.add("replicas", ReplicasJson.of(replicas.view())));
        answer(request, json);
    }

    private void timeline(Context request) {
        look();
        String name = Optional.ofNullable(request.queryParam("room")).orElse("");
        JsonElement room = Optional.<JsonElement>ofNullable(ledger.room(name)).orElse(JsonNull.INSTANCE);
        Optional<String> replica = served.replicas().flatMap(replicas -> replicas.replicaOf(name));
        JsonObject json = new JsonObject();
        json.addProperty("at", System.currentTimeMillis());
        json.add("room", room);
        replica.ifPresent(where -> json.addProperty("replica", where));
        json.add("events", feed.ofRoom(name, MOST_EVENTS_OF_A_ROOM));
        answer(request, json);
    }

    private static void answer(Context request, JsonObject json) {
        request.contentType("application/json")
                .header("Cache-Control", "no-store")
                .result(json.toString());
    }

    /** Stops an egress for a person, but in a dry run. Its end is told by the events, as is that it was asked for. */
    private void stop(Context request) {
        access.admitChange(request);
        String id = request.pathParam("egress");
        String room = roomOf(id);
        if (room == null) {
            request.status(NOT_FOUND).result("{\"error\":\"no such egress is guarded\"}");
            return;
        }
        log.info(
                isDryRun ? "dry run: egress {} is not stopped for an operator" : "egress {} is stopped by an operator",
                id.replaceAll("\\p{Cntrl}", " "));
        JsonObject asked = event("OperatorStop", room, id);
        asked.addProperty("dryRun", isDryRun);
        telling.accept(asked);
        if (!isDryRun) {
            stop(room, id);
        }
        request.status(ACCEPTED).contentType("application/json").result("{}");
    }

    private void stop(String room, String id) {
        Disposable unused = served.egress().stop(id).subscribe(receipt -> {
            JsonObject ended = event("OperatorStopEnded", room, id);
            ended.add("receipt", GuardJson.receipt(receipt));
            telling.accept(ended);
        });
    }

    private @Nullable String roomOf(String egressId) {
        Stream<RoomGuard> rooms = served.rooms().stream();
        return rooms.filter(room -> room.guarded().stream()
                        .anyMatch(one -> one.egress().id().equals(egressId)))
                .map(RoomGuard::room)
                .findFirst()
                .orElse(null);
    }

    private static JsonObject event(String type, String room, String egressId) {
        JsonObject json = new JsonObject();
        json.addProperty("at", System.currentTimeMillis());
        json.addProperty("type", type);
        json.addProperty("room", room);
        json.addProperty("egress", egressId);
        return json;
    }
}
