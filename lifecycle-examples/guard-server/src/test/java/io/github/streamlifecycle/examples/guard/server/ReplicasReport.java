package io.github.streamlifecycle.examples.guard.server;

import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.ApiCall;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Run by command, as {@code docs/cluster.md} says: replicas in processes of their own, of which one is killed, told to end or stopped
 * while hosts leave all the time. What LiveKit is told is counted at the double.
 */
class ReplicasReport {
    private static final Path REPORT = Path.of("target", "replicas.md");
    private static final int ROOMS = Integer.getInteger("replicas.rooms", 300);
    private static final String FAULTS = System.getProperty("replicas.faults", "kill2,kill3,term3,stop3,stop10");
    private static final Duration LONG = Duration.ofMinutes(4);
    /** Half of the hosts leave, one after the other; the others stay to the end. */
    private static final int LEAVE_EVERY_MILLIS = Integer.getInteger("replicas.leaveEveryMillis", 200);

    private final List<GuardProcess> replicas = new ArrayList<>();
    private final List<Integer> open = new ArrayList<>();
    private final Map<String, RoomMember> hosts = new HashMap<>();
    private final Map<String, String> egress = new HashMap<>();
    private final Map<String, Instant> left = new HashMap<>();
    private LiveKitDouble livekit;
    private LiveKit client;

    @Test
    void faults() throws Exception {
        for (String fault : FAULTS.split(",", -1)) {
            report(fault);
        }
    }

    private void report(String fault) throws Exception {
        List.of(hosts, egress, left).forEach(Map::clear);
        replicas.clear();
        open.clear();
        int count = fault.equals("kill2") ? 2 : 3;
        List<Integer> ports =
                Stream.generate(Http::freePort).distinct().limit(3L * count).toList();
        open.addAll(ports.subList(0, count));
        try (Balancer balancer = new Balancer(open);
                LiveKitDouble double_ =
                        LiveKitDouble.builder().webhookTo(balancer.webhooks()).start();
                LiveKit calls = LiveKit.connect(double_.url(), double_.apiKey(), double_.apiSecret())) {
            livekit = double_;
            client = calls;
            List<Integer> cluster = ports.subList(count, 2 * count);
            for (int i = 0; i < count; i++) {
                replicas.add(start(open.get(i), cluster, i, ports.get(2 * count + i)));
            }
            await().atMost(LONG).until(() -> replicas.stream().allMatch(GuardProcess::isReady));
            live();
            Run run = run(fault);
            tell(fault, run);
        } finally {
            replicas.forEach(GuardProcess::close);
        }
    }

    private GuardProcess start(int port, List<Integer> cluster, int index, int admin) throws IOException {
        Map<String, String> environment = new HashMap<>();
        environment.put("LIVEKIT_URL", livekit.url());
        environment.put("LIVEKIT_API_KEY", livekit.apiKey());
        environment.put("LIVEKIT_API_SECRET", livekit.apiSecret());
        environment.put("GUARD_BIND", "127.0.0.1");
        environment.put("GUARD_PORT", Integer.toString(port));
        environment.put("GUARD_CLUSTER_PORT", Integer.toString(cluster.get(index)));
        environment.put(
                "GUARD_SEEDS",
                String.join(",", cluster.stream().map(one -> "127.0.0.1:" + one).toList()));
        return GuardProcess.start(environment, admin);
    }

    private void live() throws Exception {
        for (int i = 0; i < ROOMS; i++) {
            String room = "room-" + i;
            hosts.put(room, livekit.joinAndPublish(room, "host"));
            livekit.join(room, "viewer");
            client.egress()
                    .start(room, RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                    .blockingGet();
        }
        await().atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> guarded().size() == ROOMS);
        for (GuardProcess replica : replicas) {
            for (JsonElement room : replica.rooms().getAsJsonArray("rooms")) {
                JsonObject json = room.getAsJsonObject();
                egress.put(
                        json.get("room").getAsString(),
                        json.getAsJsonArray("egress")
                                .get(0)
                                .getAsJsonObject()
                                .get("egress")
                                .getAsString());
            }
        }
    }

    /** Returns the rooms whose host is seen by a replica that lives and has them. */
    private Set<String> guarded() {
        Set<String> all = new HashSet<>();
        for (GuardProcess replica : replicas) {
            try {
                if (replica.isAlive()) {
                    JsonObject seen = replica.rooms();
                    String here = here(seen);
                    for (JsonElement one : seen.getAsJsonArray("rooms")) {
                        JsonObject room = one.getAsJsonObject();
                        boolean isHere = room.has("replica")
                                && room.get("replica").getAsString().equals(here);
                        if (isHere && room.get("egress").toString().contains("\"state\":\"UP/ON\"")) {
                            all.add(room.get("room").getAsString());
                        }
                    }
                }
            } catch (IOException | RuntimeException down) {
                // it has ended, or stands still
            }
        }
        return all;
    }

    private static String here(JsonObject rooms) {
        for (JsonElement member : rooms.getAsJsonObject("replicas").getAsJsonArray("members")) {
            if (member.toString().contains("\"here\"")) {
                return member.getAsJsonObject().get("address").getAsString();
            }
        }
        return "";
    }

    /**
     * What was seen.
     *
     * @param again the seconds until all rooms whose host stays were guarded again
     * @param faultAt when the fault began
     */
    private record Run(double again, Instant faultAt) {}

    private Run run(String fault) throws Exception {
        List<String> leaving = hosts.keySet().stream().sorted().limit(ROOMS / 2).toList();
        Set<String> staying = new HashSet<>(hosts.keySet());
        leaving.forEach(staying::remove);
        Thread leaves = new Thread(() -> {
            for (String room : leaving) {
                left.put(room, Instant.now());
                hosts.get(room).leave();
                pause(Duration.ofMillis(LEAVE_EVERY_MILLIS));
            }
        });
        leaves.start();
        pause(Duration.ofMillis(LEAVE_EVERY_MILLIS).multipliedBy(leaving.size() / 3));
        Instant faultAt = Instant.now();
        strike(fault, replicas.get(0));
        double again = -1;
        while (again < 0 && Duration.between(faultAt, Instant.now()).compareTo(LONG) < 0) {
            pause(Duration.ofMillis(300));
            if (guarded().containsAll(staying)) {
                again = Duration.between(faultAt, Instant.now()).toMillis() / 1e3;
            }
        }
        leaves.join();
        await().atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        stopped().containsAll(leaving.stream().map(egress::get).toList()));
        pause(Duration.ofSeconds(35)); // more than a sweep, for stops that come too often
        return new Run(again, faultAt);
    }

    private void strike(String fault, GuardProcess victim) throws Exception {
        if (fault.startsWith("kill")) {
            victim.kill();
        } else if (fault.startsWith("term")) {
            for (GuardProcess one : replicas.subList(0, 2)) { // one after the other
                one.terminate();
                one.exitCode();
            }
        } else {
            victim.signal("STOP");
            pause(Duration.ofSeconds(Integer.parseInt(fault.substring(4))));
            victim.signal("CONT");
        }
    }

    private static void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(ended);
        }
    }

    private Set<String> stopped() {
        Set<String> all = new HashSet<>();
        livekit.calls("StopEgress").forEach(call -> all.add(call.egressId()));
        return all;
    }

    private void tell(String fault, Run run) throws IOException {
        Map<String, List<Instant>> stops = new HashMap<>();
        for (ApiCall call : livekit.calls("StopEgress")) {
            stops.computeIfAbsent(call.egressId(), id -> new ArrayList<>()).add(call.at());
        }
        List<Double> took = new ArrayList<>();
        int twice = 0;
        int healthy = 0;
        for (Map.Entry<String, String> one : egress.entrySet()) {
            List<Instant> at = stops.getOrDefault(one.getValue(), List.of());
            Instant leftAt = left.get(one.getKey());
            if (leftAt == null) {
                healthy += at.size();
            } else {
                took.add(Duration.between(leftAt, at.get(0)).toMillis() / 1e3);
                twice += at.size() > 1 ? 1 : 0;
            }
        }
        took.sort(null);
        String line = String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.1f s | %.1f s / %.1f s / %.1f s | %d | %d | %d |",
                fault,
                ROOMS,
                took.size(),
                run.again(),
                took.get(took.size() / 2),
                took.get(took.size() * 95 / 100),
                took.get(took.size() - 1),
                took.stream().filter(seconds -> seconds > 12).count(),
                twice,
                healthy);
        System.out.println(line);
        Files.writeString(REPORT, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
