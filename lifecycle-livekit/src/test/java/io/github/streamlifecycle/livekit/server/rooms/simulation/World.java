package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** LiveKit and all that is around it: rooms, hosts, egress, and the ways by which guards hear of them. */
final class World {
    static final long EPOCH = 1_800_000_000_000L;

    final Agenda agenda = new Agenda();
    final Timeline timeline;
    /** What people do. */
    final Chance life;
    /** What networks and servers do. */
    final Chance net;

    final Weather weather;
    final List<Host> hosts = new ArrayList<>();
    final List<Egress> egress = new ArrayList<>();
    final List<Guard> guards = new ArrayList<>();
    final Webhooks webhooks = new Webhooks(this);
    final Signs signs = new Signs(this);
    final Oracle oracle = new Oracle(this);
    /** What moves the guards from place to place; null where each process has guards of its own. */
    @Nullable
    Engine engine;

    private final Map<String, Room> rooms = new LinkedHashMap<>();
    private int sids;

    World(long seed, Weather.Climate climate, boolean isTold) {
        this.timeline = new Timeline(agenda, isTold);
        this.life = new Chance(seed, 1);
        this.net = new Chance(seed, 2);
        this.weather = new Weather(agenda, net, climate);
    }

    /** LiveKit's clock, which is right. */
    long epochMillis() {
        return EPOCH + agenda.millis();
    }

    String sid(String prefix) {
        return prefix + (char) ('a' + sids / 676 % 26) + (char) ('a' + sids / 26 % 26) + (char) ('a' + sids++ % 26);
    }

    void say(String who, Supplier<String> what) {
        timeline.add(who, what);
    }

    /** Returns the room of this name, which is created if there is none. */
    Room room(String name) {
        Room known = rooms.get(name);
        if (known == null) {
            known = new Room(this, name);
            rooms.put(name, known);
        }
        return known;
    }

    @Nullable
    Room existing(String name) {
        return rooms.get(name);
    }

    void finished(Room room) {
        say(room.name, () -> room.sid + " is over");
        rooms.remove(room.name, room);
        hosts.forEach(host -> host.roomFinished(room));
    }

    Egress start(Egress.Kind kind, Room room, Host host) {
        Egress started = new Egress(this, kind, room, host);
        egress.add(started);
        say(started.id, () -> kind + " egress of " + room.name + " starts");
        return started;
    }

    @Nullable
    Egress egress(String id) {
        for (Egress one : egress) {
            if (one.id.equals(id)) {
                return one;
            }
        }
        return null;
    }
}
