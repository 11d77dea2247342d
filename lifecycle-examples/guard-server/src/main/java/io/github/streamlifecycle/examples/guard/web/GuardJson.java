package io.github.streamlifecycle.examples.guard.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.room.SourceReading;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner;
import io.github.streamlifecycle.livekit.server.guard.Outlook;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.guard.RoomGuardEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Rooms and events as JSON. {@code docs/guard-server.md} describes the shapes. */
final class GuardJson {
    private GuardJson() {}

    static JsonObject room(RoomGuard guard, long nowMillis) {
        JsonObject room = new JsonObject();
        room.addProperty("room", guard.room());
        room.add("presence", name(guard.host().presence()));
        JsonArray hosts = new JsonArray();
        guard.hosts().forEach(host -> hosts.add(sighting(host)));
        room.add("hosts", hosts);
        room.add(
                "blind", names(Stream.of(Source.values()).filter(guard::isBlind).toList()));
        JsonArray egress = new JsonArray();
        guard.guarded().forEach(one -> egress.add(egress(one, nowMillis)));
        room.add("egress", egress);
        JsonArray ended = new JsonArray();
        guard.over().forEach(one -> ended.add(ended(one)));
        room.add("ended", ended);
        return room;
    }

    private static JsonObject egress(RoomGuard.Guarded guarded, long nowMillis) {
        EgressFacts facts = guarded.egress();
        JsonObject egress = new JsonObject();
        egress.addProperty("egress", facts.id());
        egress.addProperty("stage", facts.stage().name());
        egress.add("owner", owner(facts.owner()));
        egress.addProperty("roomId", facts.roomId());
        egress.add("startedAt", time(facts.startedAtMillis()));
        egress.addProperty("ageMillis", guarded.age(nowMillis).toMillis());
        egress.addProperty("state", guarded.state());
        egress.add("host", sighting(guarded.host()));
        JsonArray readings = new JsonArray();
        guarded.readings().forEach(reading -> readings.add(reading(reading)));
        egress.add("readings", readings);
        egress.add("outlook", outlook(guarded.outlook()));
        return egress;
    }

    private static JsonObject reading(SourceReading reading) {
        JsonObject json = new JsonObject();
        json.addProperty("source", reading.source().name());
        json.add("presence", name(reading.presence()));
        json.addProperty("reason", reading.reason().name());
        json.add("at", time(reading.atMillis()));
        return json;
    }

    private static JsonObject outlook(Outlook outlook) {
        JsonObject json = new JsonObject();
        if (outlook instanceof Outlook.StopsAt stops) {
            json.addProperty("kind", "stops_at");
            json.addProperty("drop", stops.drop().name());
            json.addProperty("since", stops.sinceMillis());
            json.addProperty("at", stops.atMillis());
        } else if (outlook instanceof Outlook.BeingStopped stopping) {
            json.addProperty("kind", "being_stopped");
            json.addProperty("drop", stopping.drop().name());
            json.addProperty("since", stopping.sinceMillis());
            json.addProperty("failures", stopping.failures());
            json.add("againAt", number(stopping.againAtMillis()));
        } else {
            json.addProperty("kind", "goes_on");
        }
        return json;
    }

    private static JsonObject ended(RoomGuard.Over over) {
        JsonObject json = new JsonObject();
        json.addProperty("egress", over.egress().id());
        json.addProperty("at", over.atMillis());
        json.addProperty("by", over.by().name());
        return json;
    }

    private static JsonObject owner(EgressOwner owner) {
        JsonObject json = new JsonObject();
        if (owner instanceof EgressOwner.Participant participant) {
            json.addProperty("kind", "participant");
            json.addProperty("identity", participant.identity());
        } else if (owner instanceof EgressOwner.PublisherOf publisher) {
            json.addProperty("kind", "publisher");
            JsonArray tracks = new JsonArray();
            publisher.tracks().forEach(tracks::add);
            json.add("tracks", tracks);
        } else {
            json.addProperty("kind", "host");
        }
        return json;
    }

    private static JsonObject sighting(Sighting sighting) {
        JsonObject json = new JsonObject();
        json.addProperty("identity", sighting.identity());
        json.add("presence", name(sighting.presence()));
        json.addProperty("reason", sighting.reason().name());
        json.add("source", name(sighting.source()));
        json.add("at", time(sighting.atMillis()));
        json.add("idleSince", number(sighting.idleSinceMillis()));
        return json;
    }

    static JsonObject event(RoomGuardEvent event, long atMillis) {
        JsonObject json = new JsonObject();
        json.addProperty("at", atMillis);
        json.addProperty("type", type(event));
        json.addProperty("room", event.room());
        json.addProperty("egress", event.egressId());
        if (event instanceof RoomGuardEvent.Guarding guarding) {
            json.add("owner", owner(guarding.owner()));
        } else if (event instanceof RoomGuardEvent.HostChanged changed) {
            json.addProperty("presence", changed.presence().name());
            json.add("evidence", sighting(changed.evidence()));
        } else if (event instanceof RoomGuardEvent.StopDecided decided) {
            json.addProperty("drop", decided.drop().name());
            json.add("evidence", sighting(decided.evidence()));
        } else if (event instanceof RoomGuardEvent.StopEnded ended) {
            json.addProperty("drop", ended.drop().name());
            json.add("receipt", receipt(ended.receipt()));
            json.addProperty("sinceDropMillis", ended.sinceDrop().toMillis());
        } else if (event instanceof RoomGuardEvent.EgressEnded ended) {
            json.addProperty("by", ended.by().name());
        } else if (event instanceof RoomGuardEvent.HostReturned returned) {
            json.add("owner", owner(returned.egress().owner()));
            json.add("evidence", sighting(returned.evidence()));
        }
        return json;
    }

    /** The type of an event, as in {@code StopDecided}. */
    private static String type(RoomGuardEvent event) {
        return event.getClass().getSimpleName();
    }

    static JsonObject receipt(StopReceipt receipt) {
        JsonObject json = new JsonObject();
        json.addProperty("name", receipt.name());
        json.addProperty("callsMade", receipt.tries().made());
        json.addProperty("callsAnswered", receipt.tries().answered());
        json.add("tookMillis", number(took(receipt)));
        json.add("error", receipt instanceof StopReceipt.GaveUp gaveUp ? text(gaveUp.cause()) : JsonNull.INSTANCE);
        return json;
    }

    private static JsonElement text(Exception error) {
        return error.getMessage() == null ? JsonNull.INSTANCE : new JsonPrimitive(error.getMessage());
    }

    private static OptionalLong took(StopReceipt receipt) {
        Optional<Duration> took = Optional.empty();
        if (receipt instanceof StopReceipt.Stopped stopped) {
            took = Optional.of(stopped.took());
        } else if (receipt instanceof StopReceipt.AlreadyEnded ended) {
            took = Optional.of(ended.took());
        } else if (receipt instanceof StopReceipt.HostReturned returned) {
            took = Optional.of(returned.took());
        } else if (receipt instanceof StopReceipt.DeadRecord dead) {
            took = Optional.of(dead.took());
        } else if (receipt instanceof StopReceipt.GaveUp gaveUp) {
            took = Optional.of(gaveUp.took());
        }
        return took.map(time -> OptionalLong.of(time.toMillis())).orElse(OptionalLong.empty());
    }

    private static JsonElement name(Optional<? extends Enum<?>> constant) {
        return constant.<JsonElement>map(one -> new JsonPrimitive(one.name())).orElse(JsonNull.INSTANCE);
    }

    private static JsonArray names(Collection<? extends Enum<?>> constants) {
        JsonArray names = new JsonArray();
        constants.forEach(one -> names.add(one.name()));
        return names;
    }

    private static JsonElement number(OptionalLong number) {
        return number.isPresent() ? new JsonPrimitive(number.getAsLong()) : JsonNull.INSTANCE;
    }

    /** Returns a time of the library's, whose zero means that there is none. */
    private static JsonElement time(long millis) {
        return number(millis == 0 ? OptionalLong.empty() : OptionalLong.of(millis));
    }
}
