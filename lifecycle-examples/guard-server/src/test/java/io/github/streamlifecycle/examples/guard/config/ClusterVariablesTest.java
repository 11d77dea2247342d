package io.github.streamlifecycle.examples.guard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Cluster;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Peers;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterVariablesTest {
    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(Map.of("LIVEKIT_URL", "wss://livekit.example", "LIVEKIT_API_KEY", "key", "LIVEKIT_API_SECRET", "s"));
        return all;
    }

    private static Optional<Cluster> cluster(Map<String, String> more) throws WrongConfiguration {
        return GuardConfig.of(with(more)).cluster();
    }

    @Test
    void withoutOthersThereIsNoCluster() throws WrongConfiguration {
        assertThat(cluster(Map.of())).isEmpty();
    }

    @Test
    void seedsAreEnough() throws WrongConfiguration {
        assertThat(cluster(Map.of("GUARD_SEEDS", "a.example:25520, [::1]:25521,10.0.0.1:1")))
                .contains(new Cluster(
                        new Address("127.0.0.1", 25_520),
                        new Peers.Seeds(List.of(
                                new Address("a.example", 25_520),
                                new Address("[::1]", 25_521),
                                new Address("10.0.0.1", 1))),
                        Optional.empty()));
    }

    @Test
    void nameIsEnough() throws WrongConfiguration {
        assertThat(cluster(Map.of(
                        "GUARD_PEERS_DNS", "guard-replicas.default.svc",
                        "GUARD_CLUSTER_BIND", "10.0.0.7",
                        "GUARD_CLUSTER_PORT", "4000")))
                .contains(new Cluster(
                        new Address("10.0.0.7", 4_000), new Peers.Dns("guard-replicas.default.svc"), Optional.empty()));
    }

    @Test
    void certificatesAreFilesThatCanBeRead(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file.pem"), "x");
        String name = file.toString();
        Map<String, String> all = new HashMap<>(Map.of("GUARD_SEEDS", "a:1"));
        all.putAll(Map.of("GUARD_CLUSTER_CERT", name, "GUARD_CLUSTER_KEY", name, "GUARD_CLUSTER_CA", name));
        assertThat(cluster(all).orElseThrow().tls()).contains(new Tls(file, file, file));
        all.put("GUARD_CLUSTER_KEY", folder.resolve("missing").toString());
        assertThatThrownBy(() -> cluster(all))
                .hasMessageStartingWith("GUARD_CLUSTER_KEY has to be a file that can be read");
        all.put("GUARD_CLUSTER_KEY", folder.toString());
        assertThatThrownBy(() -> cluster(all))
                .hasMessageStartingWith("GUARD_CLUSTER_KEY has to be a file that can be read");
        all.remove("GUARD_CLUSTER_KEY");
        assertThatThrownBy(() -> cluster(all)).hasMessageStartingWith("GUARD_CLUSTER_KEY has to be set");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GUARD_SEEDS        | a            | GUARD_SEEDS has to be a list such as host:25520,other:25520, not "a"
            GUARD_SEEDS        | a:1,,b:2     | GUARD_SEEDS has to be a list such as host:25520,other:25520, not ""
            GUARD_SEEDS        | a:0          | GUARD_SEEDS has to be a list such as host:25520,other:25520, not "a:0"
            GUARD_SEEDS        | a:65536      | GUARD_SEEDS has to be a list such as host:25520,other:25520, not "a:65536"
            GUARD_PEERS_DNS    | a name       | GUARD_PEERS_DNS has to be a name, not "a name"
            GUARD_CLUSTER_PORT | 25520        | GUARD_CLUSTER_PORT needs GUARD_SEEDS or GUARD_PEERS_DNS, not "25520"
            GUARD_CLUSTER_BIND | 10.0.0.1     | GUARD_CLUSTER_BIND needs GUARD_SEEDS or GUARD_PEERS_DNS, not "10.0.0.1"
            """)
    void wrongOneIsNamed(String name, String value, String problem) {
        assertThatThrownBy(() -> cluster(Map.of(name, value))).hasMessage(problem);
    }

    @Test
    void otherVariablesHaveToFit() {
        assertThatThrownBy(() -> cluster(Map.of("GUARD_SEEDS", "a:1", "GUARD_PEERS_DNS", "b")))
                .hasMessage("GUARD_PEERS_DNS must not be set beside GUARD_SEEDS, not \"b\"");
        assertThatThrownBy(() -> cluster(Map.of("GUARD_SEEDS", "a:1", "GUARD_STORE", "guards")))
                .hasMessageStartingWith("GUARD_STORE has no use where replicas remember for each other");
        assertThatThrownBy(() -> cluster(Map.of("GUARD_SEEDS", "a:1", "GUARD_CLUSTER_BIND", "0.0.0.0")))
                .hasMessageStartingWith("GUARD_CLUSTER_BIND has to be one address");
    }
}
