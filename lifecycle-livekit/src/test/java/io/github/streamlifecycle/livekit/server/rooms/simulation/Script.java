package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import livekit.LivekitModels.ParticipantInfo;
import org.jspecify.annotations.Nullable;

/** What people, machines and networks do in a session, by its seed. */
final class Script {
    private static final int LONGEST_PAUSE_MILLIS = 12_000;

    private static final int LAST = 23;

    private final World world;
    private final Orphans orphans;
    private final Chance chance;
    private final @Nullable Engine engine;
    private final List<String> rooms = new ArrayList<>();
    private boolean isOver;

    Script(World world, Orphans orphans) {
        this.world = world;
        this.orphans = orphans;
        this.chance = world.life;
        this.engine = world.engine;
    }

    /** Sets the scene: rooms with hosts and viewers, an egress each, and guards that may come later than all that. */
    void begin() {
        int count = chance.of(15) ? 2 : 1;
        for (int i = 1; i <= count; i++) {
            rooms.add("room" + i);
            begin("room" + i);
        }
        if (chance.of(85)) {
            guardsStart();
        } else {
            after(chance.between(5_000, 40_000), this::guardsStart);
        }
        after(chance.between(3_000, LONGEST_PAUSE_MILLIS), this::something);
    }

    private void guardsStart() {
        if (engine == null) {
            world.guards.forEach(Guard::start);
        } else {
            engine.start();
        }
    }

    private void begin(String name) {
        Room room = world.room(name);
        if (chance.of(70)) {
            room.join("viewer", ParticipantInfo.Kind.STANDARD);
        }
        if (chance.of(15)) {
            Member agent = room.join("agent", ParticipantInfo.Kind.AGENT);
            room.publish(agent);
        }
        int hosts = chance.of(25) ? 2 : 1;
        for (int i = 1; i <= hosts; i++) {
            Host host = new Host(world, "host" + i + "@" + name, name);
            world.hosts.add(host);
            after(chance.between(0, 6_000), host::join);
        }
        after(chance.between(1_000, 6_000), () -> egress(name));
    }

    private void after(long millis, Runnable deed) {
        world.agenda.after(millis, deed);
    }

    private void something() {
        if (isOver) {
            return;
        }
        int deed = chance.between(0, LAST);
        switch (deed) {
            case 0, 1, 2 -> host(host -> host.drop(-1));
            case 3, 4 -> host(host -> host.drop(chance.between(200, 30_000)));
            case 5 -> host(Host::leave);
            case 6, 7 -> chance.pick(world.hosts).join();
            case 8 -> host(Host::migrate);
            case 9 -> host(host -> host.pause(chance.between(1_000, 20_000)));
            case 10 -> deleteRoom();
            case 11, 12 -> egress(chance.pick(rooms));
            case 13 -> anyEgress(Egress::userStops);
            case 14 -> {
                if (chance.of(20)) {
                    anyEgress(Egress::die);
                }
            }
            case 15, 16 -> crashOrMove(chance.pick(world.guards));
            case 17 -> cut(chance.pick(List.of(Weather.Way.values())));
            case 18 -> jump(chance.pick(world.guards));
            case 19 -> host(host -> world.signs.stallFalsely(host, chance.between(200, 8_000)));
            case 20 -> host(host -> world.signs.fallSilentFalsely(host, chance.between(200, 8_000)));
            case 21 -> cutOff(chance.pick(world.guards));
            case 22 -> close(chance.pick(world.guards));
            default -> world.guards.forEach(guard -> guard.watch().ifPresent(Watch::fails));
        }
        after(chance.between(500, LONGEST_PAUSE_MILLIS), this::something);
    }

    private void host(Consumer<Host> deed) {
        List<Host> there = world.hosts.stream().filter(Host::isThere).toList();
        if (!there.isEmpty()) {
            deed.accept(chance.pick(there));
        }
    }

    private void egress(String name) {
        Room room = world.existing(name);
        if (room != null && !isOver) {
            List<Host> hosts = world.hosts.stream()
                    .filter(host -> host.roomName.equals(name))
                    .toList();
            world.start(
                    chance.of(70) ? Egress.Kind.ROOM : chance.pick(List.of(Egress.Kind.values())),
                    room,
                    chance.pick(hosts));
        }
    }

    private void anyEgress(Consumer<Egress> deed) {
        List<Egress> all = world.egress.stream().filter(Egress::isListed).toList();
        if (!all.isEmpty()) {
            deed.accept(chance.pick(all));
        }
    }

    private void deleteRoom() {
        Room room = world.existing(chance.pick(rooms));
        if (room != null && chance.of(50)) {
            world.say("user", () -> "deletes " + room.name);
            room.finish("ROOM_DELETED");
            after(chance.between(100, 4_000), () -> begunAnew(room.name));
        }
    }

    /** The next room of the name has an egress, and somebody who was host of the last one and is none of this one. */
    private void begunAnew(String name) {
        if (isOver) {
            return;
        }
        world.hosts.stream()
                .filter(host -> host.roomName.equals(name))
                .findFirst()
                .ifPresent(host -> host.visit(chance.between(3_000, 15_000)));
        after(chance.between(100, 2_000), () -> egress(name));
    }

    private void crashOrMove(Guard guard) {
        if (engine == null) {
            crash(guard);
        } else {
            engine.move();
        }
    }

    private void crash(Guard guard) {
        if (!guard.isUp()) {
            return;
        }
        orphans.remembers(guard);
        guard.crash();
        int fate = chance.between(0, 9);
        if (fate < 2) {
            world.say(guard.name, () -> "'s store is lost");
            guard.memory.isLost();
            orphans.forgets(guard);
        } else if (fate < 4) {
            world.say(guard.name, () -> "'s store is an old one");
            guard.memory.becomesOld();
            orphans.forgets(guard);
        }
        after(chance.between(100, 20_000), guard::start);
    }

    private void cut(Weather.Way way) {
        long millis = chance.between(1_000, 40_000);
        world.say("network", () -> way + " are cut for " + millis + " ms");
        world.weather.cut(way, millis);
        if (way == Weather.Way.WATCH) {
            world.guards.forEach(guard -> guard.watch().ifPresent(Watch::goesBlind));
        } else if (way == Weather.Way.LEASE) {
            world.guards.forEach(guard -> guard.lease().ifPresent(lease -> lease.goesBlind(millis)));
        }
    }

    /** A guard loses all its ways at once. Of two the other one goes on. */
    private void cutOff(Guard guard) {
        long millis = chance.between(1_000, 40_000);
        world.say("network", () -> guard.name + " is cut off for " + millis + " ms");
        world.weather.cutOff(guard, millis);
        guard.watch().ifPresent(Watch::goesBlind);
        guard.lease().ifPresent(lease -> lease.goesBlind(millis));
    }

    /** A guard is told to end, as by a new release: it goes on with the stops that are under way until it is gone. */
    private void close(Guard guard) {
        if (guard.isUp() && engine == null) {
            guard.close();
            after(chance.between(0, 5_000), () -> {
                orphans.remembers(guard);
                guard.crash();
                after(chance.between(100, 10_000), guard::start);
            });
        }
    }

    /** The wall clock is set wrong and right again, soon enough for the guard's clock to stay near the truth. */
    private void jump(Guard guard) {
        long ahead = chance.pick(List.of(-3_600_000L, -30_000L, 30_000L, 3_600_000L));
        guard.wallIsAhead(ahead);
        after(chance.between(1_000, 20_000), () -> guard.wallIsAhead(0));
    }

    /** From now on nothing fails and nothing happens: processes are up, and clocks are right. */
    void end() {
        isOver = true;
        world.say("weather", () -> "clears up");
        world.weather.clearUp();
        if (engine == null) {
            guardsStart();
        } else {
            engine.clearUp();
        }
        world.guards.forEach(guard -> guard.wallIsAhead(0));
        orphans.clearUp();
    }

    /** The hosts that are there go, one way or the other. */
    void hostsGo() {
        for (Host host : world.hosts) {
            if (host.isThere() && chance.of(70)) {
                host.drop(-1);
            } else {
                host.leave();
            }
        }
    }

    /** Guards crash while hosts drop and stops are on their way, and are back when LiveKit has forgotten those hosts. */
    void guardsCrashAtLast() {
        if (chance.of(25)) {
            List<Guard> alive = world.guards.stream().filter(Guard::isUp).toList();
            alive.forEach(guard -> after(chance.between(0, 12_000), () -> {
                orphans.remembers(guard);
                guard.crash();
                after(chance.between(20_000, 40_000), () -> {
                    guard.start();
                    orphans.clearUp();
                });
            }));
        }
    }

    /** Makes copies of the stores from time to time, for those that come back old. */
    void keepOldStores() {
        world.guards.forEach(guard -> guard.memory.copy());
        if (!isOver) {
            after(chance.between(5_000, 30_000), this::keepOldStores);
        }
    }
}
