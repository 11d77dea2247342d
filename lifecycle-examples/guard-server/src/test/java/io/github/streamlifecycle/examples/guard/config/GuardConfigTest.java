package io.github.streamlifecycle.examples.guard.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.LogFormat;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Stops;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Watch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardConfigTest {
    private static final String SECRET = "planted-secret-of-this-test";
    private static final Map<String, String> LEAST =
            Map.of("LIVEKIT_URL", "wss://livekit.example", "LIVEKIT_API_KEY", "key", "LIVEKIT_API_SECRET", SECRET);

    private static Map<String, String> with(String name, String value) {
        Map<String, String> environment = new HashMap<>(LEAST);
        environment.put(name, value);
        return environment;
    }

    private static String problemOf(Map<String, String> environment) {
        try {
            return "none: " + GuardConfig.of(environment);
        } catch (WrongConfiguration wrong) {
            return wrong.getMessage();
        }
    }

    @Test
    void onlyTheServerHasToBeSet() throws WrongConfiguration {
        GuardConfig config = GuardConfig.of(LEAST);
        assertThat(config.ports().open()).isEqualTo(new Address("0.0.0.0", 8080));
        assertThat(config.ports().admin()).isEqualTo(new Address("127.0.0.1", 8081));
        assertThat(config.ports().proxies()).isZero();
        assertThat(config.rules())
                .isEqualTo(new GuardConfig.Rules(
                        new HostChoice.Any(), Duration.ofSeconds(5), Duration.ofSeconds(30), Optional.empty()));
        assertThat(config.watch()).isEqualTo(new Watch(Watch.Mode.AUTO, 24));
        assertThat(config.store()).isEmpty();
        assertThat(config.stops()).isEqualTo(Stops.SENT);
        assertThat(config.log()).isEqualTo(LogFormat.TEXT);
    }

    @Test
    void everythingCanBeSet() throws WrongConfiguration {
        Map<String, String> all = new HashMap<>(LEAST);
        all.putAll(Map.of("GUARD_PORT", "1", "GUARD_BIND", "::1", "GUARD_ADMIN_PORT", "65535"));
        all.putAll(Map.of("GUARD_ADMIN_BIND", "0.0.0.0", "GUARD_PROXIES", "2", "GUARD_GRACE", "500ms"));
        all.putAll(Map.of("GUARD_ORPHAN_LIMIT", "1m", "GUARD_IDLE_LIMIT", "2h", "GUARD_WATCH", "Off"));
        all.putAll(Map.of("GUARD_WATCH_ROOMS", "7", "GUARD_STORE", "/data/guards", "GUARD_DRY_RUN", "on"));
        all.putAll(Map.of("GUARD_LOG", "json", "GUARD_HOST_RULE", "identity=host"));
        GuardConfig config = GuardConfig.of(all);
        assertThat(config.ports())
                .isEqualTo(new GuardConfig.Ports(
                        new Address("::1", 1), new Address("0.0.0.0", 65_535), 2, Optional.empty()));
        assertThat(config.rules())
                .isEqualTo(new GuardConfig.Rules(
                        new HostChoice.Identity("host"),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1),
                        Optional.of(Duration.ofHours(2))));
        assertThat(config.watch()).isEqualTo(new Watch(Watch.Mode.OFF, 7));
        assertThat(config.store()).contains(Path.of("/data/guards"));
        assertThat(config.stops()).isEqualTo(Stops.DRY_RUN);
        assertThat(config.log()).isEqualTo(LogFormat.JSON);
    }

    @ParameterizedTest
    @CsvSource({
        "GUARD_PORT, 65536, 'GUARD_PORT has to be a number from 0 to 65535, not \"65536\"'",
        "GUARD_PORT, -1, 'GUARD_PORT has to be a number from 0 to 65535, not \"-1\"'",
        "GUARD_ADMIN_PORT, tcp://10.0.0.1:80, "
                + "'GUARD_ADMIN_PORT has to be a number from 0 to 65535, not \"tcp://10.0.0.1:80\"'",
        "GUARD_PROXIES, 11, 'GUARD_PROXIES has to be a number from 0 to 10, not \"11\"'",
        "GUARD_GRACE, 5, 'GUARD_GRACE has to be a duration such as 500ms, 5s, 1m or 1h, at most 24h, not \"5\"'",
        "GUARD_GRACE, -5s, 'GUARD_GRACE has to be a duration such as 500ms, 5s, 1m or 1h, at most 24h, not \"-5s\"'",
        "GUARD_GRACE, 25h, 'GUARD_GRACE has to be a duration such as 500ms, 5s, 1m or 1h, at most 24h, not \"25h\"'",
        "GUARD_ORPHAN_LIMIT, 0s, 'GUARD_ORPHAN_LIMIT has to be longer, not \"0s\"'",
        "GUARD_IDLE_LIMIT, 0ms, 'GUARD_IDLE_LIMIT has to be longer, not \"0ms\"'",
        "GUARD_IDLE_LIMIT, never, "
                + "'GUARD_IDLE_LIMIT has to be a duration such as 500ms, 5s, 1m or 1h, at most 24h, not \"never\"'",
        "GUARD_WATCH, yes, 'GUARD_WATCH has to be one of auto, on, off, not \"yes\"'",
        "GUARD_WATCH_ROOMS, 0, 'GUARD_WATCH_ROOMS has to be a number from 1 to 1000, not \"0\"'",
        "GUARD_DRY_RUN, true, 'GUARD_DRY_RUN has to be one of on, off, not \"true\"'",
        "GUARD_LOG, xml, 'GUARD_LOG has to be one of text, json, not \"xml\"'",
        "GUARD_DRYRUN, on, 'GUARD_DRYRUN is not a variable of guard-server'",
    })
    void wrongValueIsNamed(String name, String value, String problem) {
        assertThat(problemOf(with(name, value))).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({"anybody", "identity", "identity=", "identity-prefix=", "attribute=role", "attribute=:host", "=host"})
    void wrongHostRuleIsNamed(String rule) {
        assertThat(problemOf(with("GUARD_HOST_RULE", rule)))
                .isEqualTo("GUARD_HOST_RULE has to be any, identity=NAME, identity-prefix=TEXT or "
                        + "attribute=KEY:VALUE, not \"" + rule + "\"");
    }

    @Test
    void hostRulesAreRead() throws WrongConfiguration {
        assertThat(rule("any")).isEqualTo(new HostChoice.Any());
        assertThat(rule("identity=a=b")).isEqualTo(new HostChoice.Identity("a=b"));
        assertThat(rule("identity-prefix=host-")).isEqualTo(new HostChoice.IdentityPrefix("host-"));
        assertThat(rule("attribute=role:host:1")).isEqualTo(new HostChoice.Attribute("role", "host:1"));
        assertThat(rule("attribute=role:")).isEqualTo(new HostChoice.Attribute("role", ""));
    }

    private static HostChoice rule(String text) throws WrongConfiguration {
        return GuardConfig.of(with("GUARD_HOST_RULE", text)).rules().host();
    }

    @Test
    void allProblemsAreToldAtOnce() {
        assertThat(problemOf(Map.of("LIVEKIT_URL", "livekit.example", "GUARD_PORT", "x", "GUARD_LOG", "y"))
                        .lines())
                .hasSize(5)
                .anyMatch(line -> line.startsWith("LIVEKIT_URL: the LiveKit URL must begin with"))
                .contains("LIVEKIT_API_KEY is not set", "LIVEKIT_API_SECRET is not set");
    }

    @Test
    void portsOnOneAddressDiffer() throws WrongConfiguration {
        Map<String, String> ports = with("GUARD_PORT", "9000");
        ports.put("GUARD_ADMIN_PORT", "9000");
        assertThat(problemOf(ports)).isEqualTo("GUARD_ADMIN_PORT has to be another port than GUARD_PORT, not \"9000\"");
        ports.put("GUARD_BIND", "10.0.0.1");
        assertThat(GuardConfig.of(ports).ports().open()).hasToString("10.0.0.1:9000");
        ports.put("GUARD_PORT", "0");
        ports.put("GUARD_ADMIN_PORT", "0");
        ports.put("GUARD_BIND", "127.0.0.1");
        assertThat(GuardConfig.of(ports).ports().admin()).hasToString("127.0.0.1:0");
    }

    @Test
    void blankIsNotSet() throws WrongConfiguration {
        assertThat(GuardConfig.of(with("GUARD_PORT", " ")).ports().open().port())
                .isEqualTo(8080);
        assertThat(problemOf(with("LIVEKIT_API_SECRET", "  "))).isEqualTo("LIVEKIT_API_SECRET is not set");
    }

    @Test
    void variablesOfKubernetesAreLeftAlone() throws WrongConfiguration {
        assertThat(GuardConfig.of(with("GUARD_SERVER_PORT", "tcp://10.0.0.1:8080")))
                .isEqualTo(GuardConfig.of(LEAST));
    }

    @Test
    void secretIsNeverShown() throws WrongConfiguration {
        assertThat(GuardConfig.of(LEAST).toString()).doesNotContain(SECRET);
        for (String name : variables()) {
            if (!name.equals("LIVEKIT_API_SECRET") && !name.equals("LIVEKIT_API_KEY")) {
                assertThat(problemOf(with(name, SECRET))).as(name).doesNotContain("not \"" + SECRET);
            }
        }
        assertThatThrownBy(() -> GuardConfig.of(with("GUARD_PORT", SECRET)))
                .hasMessage("GUARD_PORT has to be a number from 0 to 65535, not the API secret");
    }

    @Test
    void usageNamesEveryVariable() throws WrongConfiguration {
        Set<String> read = new TreeSet<>();
        GuardConfig.of(new HashMap<>(LEAST) {
            private static final long serialVersionUID = 1L;

            @Override
            public String get(Object name) {
                read.add((String) name);
                return super.get(name);
            }
        });
        assertThat(variables()).isEqualTo(read);
    }

    private static Set<String> variables() {
        Set<String> names = new TreeSet<>();
        Pattern.compile("(?:LIVEKIT|GUARD)_[A-Z_]+")
                .matcher(GuardConfig.USAGE)
                .results()
                .forEach(name -> names.add(name.group()));
        return names;
    }

    @Test
    void adminTokenIsNeitherShortNorPrinted() throws WrongConfiguration {
        Map<String, String> all = new HashMap<>(LEAST);
        all.put("GUARD_ADMIN_TOKEN", "tiny-token");
        assertThatThrownBy(() -> GuardConfig.of(all))
                .isInstanceOf(WrongConfiguration.class)
                .hasMessage("GUARD_ADMIN_TOKEN: an admin token has to have at least 16 characters");
        all.put("GUARD_ADMIN_TOKEN", "correct-horse-battery-staple");
        GuardConfig config = GuardConfig.of(all);
        assertThat(config.ports().adminToken().orElseThrow().is("correct-horse-battery-staple"))
                .isTrue();
        assertThat(config.ports().adminToken().orElseThrow().is("correct-horse-battery-stapl"))
                .isFalse();
        assertThat(config.toString()).doesNotContain("horse");
    }
}
