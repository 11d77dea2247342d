package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.testkit.ApiCall;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
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
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Run by command, as {@code docs/cluster.md} says: replicas in processes of their own, of which one is killed, told to end, stopped or
 * cut off while hosts leave all the time. What LiveKit is told is counted at the double; which replica told it is in their logs.
 */
class ReplicasReport {
    private static final Path REPORT = Path.of("target", "replicas.md");
    private static final int ROOMS = Integer.getInteger("replicas.rooms", 300);
    private static final String FAULTS = System.getProperty("replicas.faults", "kill2,kill3,term3,stop3,stop10,part3");
    private static final Duration LONG = Duration.ofMinutes(4);
    /** What a replica says of a stop. */
    private static final Pattern STOPS = Pattern.compile("StopDecided|stop ended|gave up stopping");
    /** Half of the hosts leave, one after the other; the others stay to the end. */
    private static final int LEAVE_EVERY_MILLIS = Integer.getInteger("replicas.leaveEveryMillis", 200);

    private final List<GuardProcess> replicas = new ArrayList<>();
    private List<Integer> open = List.of();
    private final Map<String, String> egress = new HashMap<>();
    private final Map<String, Instant> left = new HashMap<>();
    private LiveKitDouble livekit;
    private Shows shows;

    @Test
    void faults() throws Exception {
        for (String fault : FAULTS.split(",", -1)) {
            report(fault);
        }
    }

    private void report(String fault) throws Exception {
        List.of(egress, left).forEach(Map::clear);
        replicas.clear();
        int count = fault.equals("kill2") ? 2 : 3;
        List<List<Integer>> ports = Stream.generate(() -> ports(count)).limit(4).toList();
        open = ports.get(0);
        try (Balancer balancer = new Balancer(open);
                ReplicaNetwork network = new ReplicaNetwork(ports.get(1), ports.get(2));
                LiveKitDouble double_ =
                        LiveKitDouble.builder().webhookTo(balancer.webhooks()).start();
                LiveKit calls = LiveKit.connect(double_.url(), double_.apiKey(), double_.apiSecret())) {
            livekit = double_;
            shows = new Shows(double_, calls);
            for (int i = 0; i < count; i++) {
                List<String> options = Stream.concat(GuardProcess.FRUGAL.stream(), network.options(i).stream())
                        .toList();
                replicas.add(GuardProcess.start(
                        options, environment(i, ports.get(1)), ports.get(3).get(i)));
            }
            await().atMost(LONG).until(() -> replicas.stream().allMatch(GuardProcess::isReady));
            live();
            Run run = run(fault, network);
            tell(fault, run);
        } finally {
            replicas.forEach(GuardProcess::close);
            for (int i = 0; i < replicas.size(); i++) {
                Files.write(Path.of("target", "replica-" + fault + "-" + i + ".log"), replicas.get(i).lines);
            }
        }
    }

    /** Returns them in order: the replica with the first begins the cluster, and so has what there is one of. */
    private static List<Integer> ports(int count) {
        return Stream.generate(Http::freePort).limit(count).sorted().toList();
    }

    private Map<String, String> environment(int index, List<Integer> cluster) {
        Map<String, String> all = shows.environment();
        all.put("GUARD_PORT", Integer.toString(open.get(index)));
        all.put("GUARD_CLUSTER_PORT", Integer.toString(cluster.get(index)));
        all.put(
                "GUARD_SEEDS",
                String.join(",", cluster.stream().map(one -> "127.0.0.1:" + one).toList()));
        return all;
    }

    private void live() throws Exception {
        shows.begin(ROOMS);
        await().atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> guarded(replicas).size() == ROOMS);
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
    private static Set<String> guarded(List<GuardProcess> by) {
        Set<String> all = new HashSet<>();
        for (GuardProcess replica : by) {
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
     * @param end what became of a replica that was cut off
     */
    private record Run(double again, Instant faultAt, String end) {}

    private Run run(String fault, ReplicaNetwork network) throws Exception {
        List<String> leaving = shows.rooms().stream().sorted().limit(ROOMS / 2).toList();
        Set<String> staying = new HashSet<>(shows.rooms());
        leaving.forEach(staying::remove);
        Thread leaves = new Thread(() -> {
            for (String room : leaving) {
                left.put(room, Instant.now());
                shows.host(room).leave();
                pause(Duration.ofMillis(LEAVE_EVERY_MILLIS));
            }
        });
        leaves.start();
        pause(Duration.ofMillis(LEAVE_EVERY_MILLIS).multipliedBy(leaving.size() / 3));
        Instant faultAt = Instant.now();
        strike(fault, network);
        double again = -1;
        while (again < 0 && Duration.between(faultAt, Instant.now()).compareTo(LONG) < 0) {
            pause(Duration.ofMillis(300));
            // what is beyond a cut still has its rooms, until it ends
            if (guarded(fault.startsWith("part") ? replicas.subList(1, replicas.size()) : replicas)
                    .containsAll(staying)) {
                again = Duration.between(faultAt, Instant.now()).toMillis() / 1e3;
            }
        }
        leaves.join();
        String end = fault.startsWith("part") ? end(faultAt) : "";
        await().atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .until(() ->
                        stopped().containsAll(leaving.stream().map(egress::get).toList()));
        pause(Duration.ofSeconds(35)); // more than a sweep, for stops that come too often
        return new Run(again, faultAt, end);
    }

    /** Returns what became of the replica that was cut off. */
    private String end(Instant faultAt) throws InterruptedException {
        int code = replicas.get(0).exitCode();
        assertThat(code).as("the minority ends itself, to be started again").isEqualTo(3);
        Instant noticed = replicas.get(0).lines.stream()
                .filter(line -> line.contains("have gone on without this one"))
                .map(line -> Instant.parse(line.substring(0, line.indexOf(' '))))
                .findFirst()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "The minority left the cluster after %.1f s, and ended with %d after %.1f s.",
                seconds(faultAt, noticed),
                code,
                seconds(faultAt, replicas.get(0).endedAt()));
    }

    private void strike(String fault, ReplicaNetwork network) throws Exception {
        GuardProcess victim = replicas.get(0);
        if (fault.startsWith("part")) {
            network.cutOff(0);
        } else if (fault.startsWith("kill")) {
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
        List<String> twice = new ArrayList<>();
        int byOneSide = 0;
        int healthy = 0;
        for (Map.Entry<String, String> one : egress.entrySet()) {
            List<Instant> at = stops.getOrDefault(one.getValue(), List.of());
            Instant leftAt = left.get(one.getKey());
            if (leftAt == null) {
                healthy += at.size();
                continue;
            }
            took.add(seconds(leftAt, at.get(0)));
            if (at.size() > 1) {
                List<Integer> by = stoppedBy(one.getValue());
                byOneSide += at.size() > by.size() ? 1 : 0;
                twice.add(one.getKey() + " by replicas " + by + ", after the fault "
                        + at.stream()
                                .map(call -> seconds(run.faultAt(), call) + " s")
                                .toList());
            }
        }
        took.sort(null);
        String line = String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.1f s | %.1f s / %.1f s / %.1f s | %d | %d | %d | %d |",
                fault,
                ROOMS,
                took.size(),
                run.again(),
                took.get(took.size() / 2),
                took.get(took.size() * 95 / 100),
                took.get(took.size() - 1),
                took.stream().filter(seconds -> seconds > 12).count(),
                twice.size(),
                byOneSide,
                healthy);
        List<String> all = new ArrayList<>(List.of(line));
        all.addAll(twice);
        all.add(run.end());
        all.removeIf(String::isEmpty);
        System.out.println(String.join("\n", all));
        Files.write(REPORT, all, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        assertThat(healthy).as("stops of those whose host stays").isZero();
        assertThat(byOneSide).as("stops told twice by one side: %s", twice).isZero();
    }

    private static double seconds(Instant from, Instant to) {
        return Duration.between(from, to).toMillis() / 1e3;
    }

    /** Returns the replicas that say that they have stopped an egress, by their number. */
    private List<Integer> stoppedBy(String id) {
        return IntStream.range(0, replicas.size())
                .filter(i -> replicas.get(i).lines.stream()
                        .anyMatch(
                                line -> line.contains(id) && STOPS.matcher(line).find()))
                .boxed()
                .toList();
    }
}
