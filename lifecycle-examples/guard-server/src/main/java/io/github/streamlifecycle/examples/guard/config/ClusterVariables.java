package io.github.streamlifecycle.examples.guard.config;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Cluster;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Peers;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The variables about several replicas. Without one that says where the others are, there is only this one. */
final class ClusterVariables {
    private static final int DEFAULT_PORT = 25_520;
    private static final int LAST_PORT = 65_535;
    private static final String SEEDS = "GUARD_SEEDS";
    private static final String DNS = "GUARD_PEERS_DNS";
    private static final List<String> TLS = List.of("GUARD_CLUSTER_CERT", "GUARD_CLUSTER_KEY", "GUARD_CLUSTER_CA");
    /** A name, an address of IPv4, or one of IPv6 in brackets. */
    private static final Pattern ADDRESS = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:,\\[\\]]+):(\\d{1,5})");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?");

    private final Variables variables;

    ClusterVariables(Variables variables) {
        this.variables = variables;
    }

    Optional<Cluster> read() {
        String bind = variables.text("GUARD_CLUSTER_BIND", "127.0.0.1");
        if (bind.equals("0.0.0.0") || bind.equals("::")) {
            variables.wrong("GUARD_CLUSTER_BIND", "has to be one address, at which the others reach this one", bind);
        }
        Address self = new Address(bind, variables.number("GUARD_CLUSTER_PORT", DEFAULT_PORT, 1, LAST_PORT));
        Optional<Tls> tls = tls();
        Optional<Peers> peers = peers();
        if (peers.isEmpty()) {
            Stream.concat(Stream.of("GUARD_CLUSTER_BIND", "GUARD_CLUSTER_PORT"), TLS.stream())
                    .forEach(name -> variables
                            .value(name)
                            .ifPresent(value -> variables.wrong(name, "needs " + SEEDS + " or " + DNS, value)));
        }
        return peers.map(others -> new Cluster(self, others, tls));
    }

    private Optional<Peers> peers() {
        Optional<String> seeds = variables.value(SEEDS);
        Optional<String> dns = variables.value(DNS);
        if (seeds.isPresent() && dns.isPresent()) {
            variables.wrong(DNS, "must not be set beside " + SEEDS, dns.get());
        }
        if (dns.filter(name -> !NAME.matcher(name).matches()).isPresent()) {
            variables.wrong(DNS, "has to be a name", dns.get());
        }
        return seeds.isPresent() ? seeds.map(this::seeds) : dns.map(Peers.Dns::new);
    }

    private Peers seeds(String value) {
        List<Address> addresses = new ArrayList<>();
        for (String one : value.split(",", -1)) {
            Matcher matcher = ADDRESS.matcher(one.strip());
            int port = matcher.matches() ? Integer.parseInt(matcher.group(2)) : 0;
            if (port < 1 || port > LAST_PORT) {
                variables.wrong(SEEDS, "has to be a list such as host:25520,other:25520", one.strip());
            } else {
                addresses.add(new Address(matcher.group(1), port));
            }
        }
        return new Peers.Seeds(List.copyOf(addresses));
    }

    private Optional<Tls> tls() {
        List<Optional<Path>> files = TLS.stream().map(variables::file).toList();
        if (files.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        for (int i = 0; i < files.size(); i++) {
            String name = TLS.get(i);
            Optional<Path> file = files.get(i);
            if (file.isEmpty()) {
                variables.wrong(name, "has to be set beside the others of TLS", "");
            } else if (Files.isDirectory(file.get()) || !Files.isReadable(file.get())) {
                variables.wrong(
                        name, "has to be a file that can be read", file.get().toString());
            }
        }
        return files.stream().allMatch(Optional::isPresent)
                ? Optional.of(new Tls(
                        files.get(0).orElseThrow(),
                        files.get(1).orElseThrow(),
                        files.get(2).orElseThrow()))
                : Optional.empty();
    }
}
