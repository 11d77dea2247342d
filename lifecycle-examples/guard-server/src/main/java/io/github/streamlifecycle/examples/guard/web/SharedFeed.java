package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events of all replicas, on their way to the readers here. */
final class SharedFeed {
    private static final Logger log = LoggerFactory.getLogger(SharedFeed.class);

    private final EventFeed feed;
    private final Consumer<JsonObject> listener;
    private final Optional<Replicas> replicas;

    /**
     * Begins to take in events.
     *
     * @param feed takes all of them
     * @param listener told each of them before
     * @param replicas the others, if there are some
     */
    SharedFeed(EventFeed feed, Consumer<JsonObject> listener, Optional<Replicas> replicas) {
        this.feed = feed;
        this.listener = listener;
        this.replicas = replicas;
        replicas.ifPresent(others -> others.listen(this::heard));
    }

    /** Tells an event that happened here. */
    void tell(JsonObject event) {
        replicas.ifPresent(others -> others.share(event.toString()));
        add(event);
    }

    private void heard(String event) {
        try {
            add(JsonParser.parseString(event).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException unreadable) {
            log.warn("a replica told of an event that nobody can read: {}", unreadable.getMessage());
        }
    }

    private void add(JsonObject event) {
        listener.accept(event);
        feed.add(event);
    }
}
