package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/** The host's page of a demonstration, and its backend: for browsers of this machine only. */
final class HostRoutes {
    private static final Duration TOKEN_TIME = Duration.ofHours(6);
    private static final String ROOM = "my-show";
    private static final String IDENTITY = "ada";
    private static final int LONGEST_NAME = 200;
    private static final int BAD_REQUEST = 400;
    private static final int ACCEPTED = 202;

    private final HostApplication application;
    private final RoomGuards guards;
    private final IntSupplier adminPort;
    private final HostShows shows;
    private final HostFiles files;
    private final ThisMachine access = new ThisMachine();
    private final AtomicInteger pages = new AtomicInteger();

    HostRoutes(HostApplication application, RoomGuards guards, IntSupplier adminPort) {
        this.application = application;
        this.guards = guards;
        this.adminPort = adminPort;
        this.shows = new HostShows(application);
        this.files = new HostFiles(application.livekit().url().replaceFirst("/$", ""));
    }

    void addTo(JavalinConfig config) {
        config.routes.before(HostFiles.PATH, access::admit);
        config.routes.before(HostFiles.PATH + "*", access::admit);
        files.addTo(config);
        config.routes.get(HostFiles.PATH + "session", this::session);
        config.routes.get(HostFiles.PATH + "state", this::state);
        config.routes.post(HostFiles.PATH + "live", request -> change(request, shows::goLive));
        config.routes.post(HostFiles.PATH + "end", request -> change(request, shows::end));
    }

    /** What a page needs to publish. One that names no room gets one of its own. */
    private void session(Context request) {
        String room = name(request, "room").orElseGet(this::nextRoom);
        String identity = name(request, "identity").orElse(IDENTITY);
        JsonObject json = new JsonObject();
        json.addProperty("room", room);
        json.addProperty("identity", identity);
        json.addProperty("token", application.livekit().publishToken(room, identity, TOKEN_TIME));
        json.addProperty("whip", application.livekit().url() + "whip/v1");
        json.addProperty("livekit", application.livekit().url());
        json.addProperty("server", application.server().name());
        json.addProperty("graceMillis", application.grace().toMillis());
        json.addProperty("adminPort", adminPort.getAsInt());
        json.addProperty("csrf", access.forgeryToken());
        answer(request, json);
    }

    private String nextRoom() {
        int page = pages.incrementAndGet();
        return page == 1 ? ROOM : ROOM + "-" + page;
    }

    /** What the application was asked for, and what the guard makes of the room. */
    private void state(Context request) {
        String room = room(request);
        JsonObject json = new JsonObject();
        json.addProperty("at", System.currentTimeMillis());
        shows.addTo(room, json);
        json.add("room", JsonNull.INSTANCE);
        guards.rooms().stream()
                .filter(guard -> guard.room().equals(room))
                .findFirst()
                .ifPresent(guard -> json.add("room", GuardJson.room(guard, System.currentTimeMillis())));
        answer(request, json);
    }

    private void change(Context request, Consumer<String> change) {
        access.admitChange(request);
        change.accept(room(request));
        answer(request.status(ACCEPTED), new JsonObject());
    }

    private static String room(Context request) {
        return name(request, "room").orElseThrow(() -> new HttpResponseException(BAD_REQUEST, "a room is needed"));
    }

    private static Optional<String> name(Context request, String parameter) {
        Optional<String> name =
                Optional.ofNullable(request.queryParam(parameter)).filter(text -> !text.isBlank());
        if (name.filter(text -> text.length() > LONGEST_NAME).isPresent()) {
            throw new HttpResponseException(BAD_REQUEST, parameter + " is longer than " + LONGEST_NAME + " characters");
        }
        return name;
    }

    private static void answer(Context request, JsonObject json) {
        request.contentType("application/json")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .result(json.toString());
    }
}
