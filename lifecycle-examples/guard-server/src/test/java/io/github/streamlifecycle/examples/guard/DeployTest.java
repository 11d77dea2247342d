package io.github.streamlifecycle.examples.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.server.GuardServer;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The files to deploy with, and the page about them: what they name has to exist. */
class DeployTest {
    private static final Path DEPLOY = Path.of("deploy");
    private static final Path PAGE = Path.of("../../docs/guard-server.md");
    private static final Path WATCHERS = Path.of("../../docs/watchers.md");

    private static LiveKitDouble livekit;
    private static GuardServer server;
    private static String metrics;

    @BeforeAll
    static void start() throws Exception {
        livekit = LiveKitDouble.builder().start();
        server = GuardServer.start(GuardConfig.of(Map.of(
                "LIVEKIT_URL", livekit.url(),
                "LIVEKIT_API_KEY", livekit.apiKey(),
                "LIVEKIT_API_SECRET", livekit.apiSecret(),
                "GUARD_PORT", "0",
                "GUARD_ADMIN_PORT", "0")));
        post(server.ports().openPort(), "/livekit/webhook");
        System.gc(); // pauses are counted from the first one on
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            metrics = get(server.ports().adminPort(), "/metrics");
            return metrics.contains("jvm_gc_pause_seconds_max");
        });
    }

    @AfterAll
    static void close() {
        server.close();
        livekit.close();
    }

    private static void post(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    }

    private static String get(int port, String path) throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .build(),
                        BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private static void assertMetricsExist(String text, String prefixes) {
        List<String> names = Pattern.compile("\\b(?:" + prefixes + ")_[a-z_]+[a-z]\\b")
                .matcher(text)
                .results()
                .map(found -> found.group())
                .distinct()
                .toList();
        assertThat(names)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(metrics).containsPattern("(?m)^" + name + "(\\{| )"));
    }

    private static List<Map<String, Object>> kubernetes() throws IOException {
        return kubernetes("kubernetes.yaml");
    }

    private static List<Map<String, Object>> kubernetes(String file) throws IOException {
        Iterable<Object> all = new Yaml().loadAll(Files.readString(DEPLOY.resolve(file)));
        return Stream.iterate(all.iterator(), it -> it.hasNext(), it -> it)
                .map(it -> cast(it.next()))
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object document) {
        return (Map<String, Object>) document;
    }

    private static Object at(Object from, Object... path) {
        Object found = from;
        for (Object step : path) {
            found = step instanceof Integer index ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(step);
            assertThat(found).as(List.of(path).toString()).isNotNull();
        }
        return found;
    }

    @Test
    void dashboardShowsMetricsThatExist() throws IOException {
        JsonObject dashboard = JsonParser.parseString(Files.readString(DEPLOY.resolve("grafana.json")))
                .getAsJsonObject();
        StringBuilder queries = new StringBuilder();
        for (JsonElement panel : dashboard.getAsJsonArray("panels")) {
            for (JsonElement target : panel.getAsJsonObject().getAsJsonArray("targets")) {
                queries.append(target.getAsJsonObject().get("expr").getAsString())
                        .append('\n');
            }
        }
        assertMetricsExist(queries.toString(), "guard|livekit|jvm|process|system");
    }

    /** The variables of a container; those whose values come from elsewhere are {@code elsewhere}. */
    private static Map<String, String> environment(Object container, String elsewhere) {
        Map<String, String> environment = new HashMap<>();
        for (Object variable : (List<?>) at(container, "env")) {
            Object value = cast(variable).getOrDefault("value", elsewhere);
            environment.put((String) at(variable, "name"), (String) value);
        }
        return environment;
    }

    @Test
    void manifestConfiguresTheServerThatItProbes() throws Exception {
        List<Map<String, Object>> documents = kubernetes();
        assertThat(documents)
                .extracting(document -> document.get("kind"))
                .containsExactly("PersistentVolumeClaim", "Deployment", "Service", "NetworkPolicy");
        Object deployment = documents.get(1);
        assertThat(at(deployment, "spec", "replicas")).isEqualTo(1);
        Object container = at(deployment, "spec", "template", "spec", "containers", 0);
        Map<String, String> environment = environment(container, "from a secret it is");
        GuardConfig config = GuardConfig.of(environment);
        assertThat(config.ports().adminToken())
                .as("the console beyond loopback")
                .isPresent();
        assertThat(at(container, "ports", 0, "containerPort"))
                .isEqualTo(config.ports().open().port());
        assertThat(at(container, "ports", 1, "containerPort"))
                .isEqualTo(config.ports().admin().port());
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            get(server.ports().openPort(), (String) at(container, probe, "httpGet", "path"));
        }
        Object annotations = at(deployment, "spec", "template", "metadata", "annotations");
        get(server.ports().adminPort(), (String) at(annotations, "prometheus.io/path"));
        assertThat(at(annotations, "prometheus.io/port")).isEqualTo("8081");
    }

    @Test
    void replicasOfTheManifestFindEachOther() throws Exception {
        List<Map<String, Object>> documents = kubernetes("kubernetes-cluster.yaml");
        assertThat(documents)
                .extracting(document -> document.get("kind"))
                .containsExactly("Service", "PodDisruptionBudget", "StatefulSet", "Service", "NetworkPolicy");
        Object set = documents.get(2);
        assertThat(at(set, "spec", "replicas")).isEqualTo(3);
        Object container = at(set, "spec", "template", "spec", "containers", 0);
        Map<String, String> environment = environment(container, "10.1.2.3-from-elsewhere");
        GuardConfig.Cluster cluster = GuardConfig.of(environment).cluster().orElseThrow();
        String headless = (String) at(documents.get(0), "metadata", "name");
        assertThat(cluster.peers()).isEqualTo(new GuardConfig.Peers.Dns(headless));
        assertThat(at(set, "spec", "serviceName")).isEqualTo(headless);
        assertThat(at(container, "ports", 2, "containerPort"))
                .isEqualTo(cluster.self().port())
                .isEqualTo(at(documents.get(0), "spec", "ports", 0, "port"));
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            get(server.ports().openPort(), (String) at(container, probe, "httpGet", "path"));
        }
    }

    /** Where memory runs out in a container, Kubernetes ends all its processes: a watcher that grows, and the guard with it. */
    @Test
    void manifestLeavesMemoryForAWatcherThatGrows() throws Exception {
        Object container = at(kubernetes().get(1), "spec", "template", "spec", "containers", 0);
        Matcher gibibytes =
                Pattern.compile("(\\d+)Gi").matcher((String) at(container, "resources", "limits", "memory"));
        assertThat(gibibytes.matches()).isTrue();
        long limit = Long.parseLong(gibibytes.group(1)) << 30;
        Matcher heap =
                Pattern.compile("MaxRAMPercentage=(\\d+)").matcher(Files.readString(DEPLOY.resolve("Dockerfile")));
        assertThat(heap.find()).isTrue();
        int rooms = GuardConfig.of(Map.of("LIVEKIT_URL", "ws://a", "LIVEKIT_API_KEY", "k", "LIVEKIT_API_SECRET", "s"))
                .watch()
                .roomsPerProcess();
        Matcher bound = Pattern.compile("more than (\\d+) MB and (\\d+) MB for each room")
                .matcher(Files.readString(WATCHERS));
        assertThat(bound.find()).isTrue();
        long watcher = (Long.parseLong(bound.group(1)) + Long.parseLong(bound.group(2)) * rooms) << 20;
        assertThat(limit / 100 * (100 - Integer.parseInt(heap.group(1)))).isGreaterThan(watcher);
    }

    @Test
    void imageCopiesWhatIsBuiltAndSetsVariablesThatExist() throws IOException {
        String image = Files.readString(DEPLOY.resolve("Dockerfile"));
        assertThat(image).contains("COPY target/lib lib", "COPY target/guard-server.jar .", "USER 10001");
        assertThat(variablesIn(GuardConfig.USAGE)).containsAll(variablesIn(image));
    }

    @Test
    void pageNamesEveryVariableAndMetricsThatExist() throws IOException {
        String page = Files.readString(PAGE);
        String ofTheServer = page.replace("LIVEKIT_OUTPUT", "the variable of the demo's page");
        assertThat(variablesIn(ofTheServer)).isEqualTo(variablesIn(GuardConfig.USAGE));
        assertMetricsExist(page, "guard_server");
    }

    @Test
    void pageNamesPathsThatExist() throws Exception {
        String page = Files.readString(PAGE);
        for (String path : List.of("/api/rooms", "/metrics", "/health/live", "/health/ready")) {
            assertThat(page).contains("`GET " + path + "`");
            get(server.ports().adminPort(), path);
        }
        assertThat(page).contains("`GET /lease.js`");
        get(server.ports().openPort(), "/lease.js");
    }

    private static Set<String> variablesIn(String text) {
        Set<String> names = new TreeSet<>();
        Pattern.compile("\\b(?:LIVEKIT|GUARD)_[A-Z_]+[A-Z]\\b")
                .matcher(text)
                .results()
                .forEach(found -> names.add(found.group()));
        return names;
    }
}
