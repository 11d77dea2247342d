package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.lease.LeaseConnection;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Run by {@code -Pbenchmark -Dtest=RoomLoadReport}: what many guarded rooms cost. Seconds of a core are the process's own, garbage
 * collection and compilation included, so that other programs count little.
 */
class RoomLoadReport {
    private static final Path REPORT = Path.of("target", "room-load.md");
    private static final int ROOMS = Integer.getInteger("load.rooms", 100_000);
    private static final int LEASES = Integer.getInteger("load.leases", 10_000);
    private static final int CALLS_AT_ONCE = Integer.getInteger("load.callsAtOnce", 64);
    private static final Duration NEVER = Duration.ofDays(10_000);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final List<String> LINES = new ArrayList<>();

    private static void tell(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        LINES.add(line);
        System.out.println(line);
    }

    @AfterAll
    static void write() throws IOException {
        Files.write(REPORT, LINES);
    }

    private static double cpuSeconds() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    private static double threadSeconds() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() / 1e9;
    }

    private static LiveKit to(CrowdOfRooms server) {
        return LiveKit.builder("http://127.0.0.1:1", Signed.KEY, Signed.SECRET)
                .through(calls -> server)
                .callsAtOnce(CALLS_AT_ONCE)
                .build();
    }

    /** Guards of all rooms, each of which was read once. */
    private static RoomGuards guarding(LiveKit livekit, CrowdOfRooms server) {
        RoomGuards guards = livekit.guardRooms()
                .grace(Duration.ZERO)
                .pollEvery(NEVER)
                .sweepEvery(NEVER)
                .start();
        await().atMost(LONG).until(() -> guards.health().polls().answered() >= server.rooms);
        await().atMost(LONG)
                .until(() -> guards.rooms().stream()
                        .allMatch(room -> room.host().presence().isPresent()));
        assertThat(guards.rooms()).hasSize(server.rooms);
        return guards;
    }

    /** What a room hears: mostly renewals of leases, then lists of its participants, then webhooks. */
    private static Observation mixed(CrowdOfRooms server, int number, int room) {
        return switch (number % 10) {
            case 0, 1 -> server.listed(room);
            case 2 -> server.unpublished(room);
            default -> server.renewed(room);
        };
    }

    @Test
    void eventsThroughTheValue() {
        CrowdOfRooms server = new CrowdOfRooms(1_000);
        RoomGuard[] guards = new RoomGuard[server.rooms];
        long now = System.currentTimeMillis();
        for (int i = 0; i < guards.length; i++) {
            EgressFacts facts = new EgressFacts("EG_" + i, Stage.ACTIVE, new EgressOwner.Host(), "RM_1", now);
            guards[i] = RoomGuard.of(CrowdOfRooms.room(i), GuardRules.of(HostRule.anyPublisher()))
                    .on(new RoomEvent.EgressSeen(facts), now)
                    .next();
        }
        double best = 0;
        for (int round = 0; round < 10; round++) {
            List<Observation> heard = IntStream.range(0, 100_000)
                    .mapToObj(i -> mixed(server, i, i % server.rooms))
                    .toList();
            double begun = threadSeconds();
            for (int i = 0; i < heard.size(); i++) {
                int room = i % server.rooms;
                guards[room] = guards[room]
                        .on(new RoomEvent.Observed(heard.get(i)), now + round)
                        .next();
            }
            best = Math.max(best, heard.size() / (threadSeconds() - begun));
        }
        tell("| events through the value of a guard, a second of a core | %,.0f |", best);
    }

    @Test
    void eventsThroughTheGuards() {
        CrowdOfRooms server = new CrowdOfRooms(1_000);
        try (LiveKit livekit = to(server);
                RoomGuards guards = guarding(livekit, server)) {
            double best = 0;
            for (int round = 0; round < 10; round++) {
                List<Observation> heard = IntStream.range(0, 100_000)
                        .mapToObj(i -> mixed(server, i, i % server.rooms))
                        .toList();
                double begun = cpuSeconds();
                heard.forEach(guards::observed);
                guards.idle().blockingAwait();
                best = Math.max(best, heard.size() / (cpuSeconds() - begun));
            }
            tell("| events through the guards, a second of a core | %,.0f |", best);
        }
    }

    @Test
    void manyRoomsAndTheirDropTogether() {
        for (String round : List.of("the code cold", "the code compiled")) {
            tell("| %s: | |", round);
            dropTogether();
        }
    }

    private static void dropTogether() {
        CrowdOfRooms server = new CrowdOfRooms(ROOMS);
        long before = usedHeap();
        try (LiveKit livekit = to(server);
                RoomGuards guards = guarding(livekit, server)) {
            guards.idle().blockingAwait();
            long bytes = (usedHeap() - before) / ROOMS;
            tell("| heap of a guarded room, with its store in memory, of %,d | %,d B |", ROOMS, bytes);
            int stored = guards.rooms().get(0).toBytes().length;
            tell("| of which stored | %,d B |", stored);

            List<Observation> leaves =
                    IntStream.range(0, ROOMS).mapToObj(server::left).toList();
            double cpu = cpuSeconds();
            long begun = System.nanoTime();
            leaves.forEach(guards::observed);
            double heard = (System.nanoTime() - begun) / 1e9;
            double looking = threadSeconds();
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(LONG)
                    .until(() -> areAllDecided(guards));
            double decided = (System.nanoTime() - begun) / 1e9;
            looking = threadSeconds() - looking;
            double cpuDecided = cpuSeconds() - cpu - looking;
            tell("| all drop: heard after | %.2f s |", heard);
            tell("| stops sent by when all was decided | %,d |", server.stops.get());
            tell("| all drop: decided after | %.2f s |", decided);
            tell("| seconds of a core until then | %.2f s |", cpuDecided);
            await().pollInterval(Duration.ofMillis(20)).atMost(LONG).until(() -> server.stops.get() == ROOMS);
            double sent = (System.nanoTime() - begun) / 1e9;
            tell("| all stops sent after | %.1f s |", sent);
            tell("| stops a second | %,.0f |", ROOMS / sent);
            tell("| stops at once, at most | %d |", server.mostAtOnce.get());
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(LONG)
                    .until(() -> guards.rooms().stream().noneMatch(RoomGuard::isGuarding));
            tell("| all confirmed after | %.1f s |", (System.nanoTime() - begun) / 1e9);
            assertThat(server.stops).hasValue(ROOMS);
            assertThat(server.mostAtOnce).hasValueLessThanOrEqualTo(CALLS_AT_ONCE);
        }
    }

    private static boolean areAllDecided(RoomGuards guards) {
        return guards.rooms().stream().allMatch(room -> !room.isGuarding() || room.isStopWanted("EG_" + room.room()));
    }

    @Test
    void manyLeases() {
        CrowdOfRooms server = new CrowdOfRooms(LEASES);
        try (LiveKit livekit = to(server);
                RoomGuards guards = guarding(livekit, server)) {
            List<LeaseConnection> hosts = IntStream.range(0, LEASES)
                    .mapToObj(number -> {
                        LeaseConnection connection = guards.lease().connected();
                        String token = Signed.host(CrowdOfRooms.room(number), "host", Instant.now());
                        connection.receive("{\"token\":\"" + token + "\",\"lease\":\"page\",\"state\":\"publishing\"}");
                        return connection;
                    })
                    .toList();
            double[] shares = new double[10];
            for (int round = 0; round < shares.length; round++) {
                long begun = System.nanoTime();
                double cpu = cpuSeconds();
                hosts.forEach(host -> host.receive("{\"state\":\"publishing\"}"));
                guards.idle().blockingAwait();
                await().pollDelay(Duration.ofMillis(1))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> System.nanoTime() - begun >= 1_000_000_000L);
                double seconds = (System.nanoTime() - begun) / 1e9;
                shares[round] = (cpuSeconds() - cpu) / seconds;
            }
            Arrays.sort(shares);
            tell(
                    "| %,d leases renewed each second, to the fused presence, share of a core | %.0f %% |",
                    LEASES, 100 * shares[shares.length / 2]);
        }
    }

    private static long usedHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
