package io.github.streamlifecycle.examples.guard.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that can be set for a guard server. {@link #of} reads it from environment variables, which
 * {@link #USAGE} lists.
 *
 * @param livekit the LiveKit server whose egress are guarded
 * @param ports the ports to listen on
 * @param rules when an egress is stopped
 * @param watch the watch of media in child processes
 * @param store the file that the guards' memory is kept in over restarts; empty to keep none
 * @param stops whether egress are really stopped
 * @param log the format of log lines
 * @param cluster the replicas that guard together; empty for one that guards alone
 */
public record GuardConfig(
        LiveKitServer livekit,
        Ports ports,
        Rules rules,
        Watch watch,
        Optional<Path> store,
        Stops stops,
        LogFormat log,
        Optional<Cluster> cluster) {
    /** The variables and their meaning, as {@code --help} prints them. */
    public static final String USAGE = """
            Guards every egress of a LiveKit deployment: one whose host is gone is stopped.

              LIVEKIT_URL           the server, as wss://, ws://, https:// or http://
              LIVEKIT_API_KEY       an API key of the server
              LIVEKIT_API_SECRET    the key's secret

              GUARD_PORT            webhooks and leases (8080)
              GUARD_BIND            the address that this port listens on (0.0.0.0)
              GUARD_ADMIN_PORT      the console, rooms, events, metrics and health (8081)
              GUARD_ADMIN_BIND      the address that this port listens on (127.0.0.1)
              GUARD_ADMIN_TOKEN     what operators log in with; needed for the console beyond loopback (none)
              GUARD_PROXIES         proxies in front that add to X-Forwarded-For (0)

              GUARD_HOST_RULE       who is a host: any, identity=NAME, identity-prefix=TEXT, attribute=KEY:VALUE (any)
              GUARD_GRACE           for how long a drop is waited out: 500ms, 5s, 1m (5s)
              GUARD_ORPHAN_LIMIT    for how long an egress may run without a host, whatever else is known (30s)
              GUARD_IDLE_LIMIT      for how long a host may stay connected without publishing, or off (off)

              GUARD_WATCH           the media watch, which sees a drop after a second: auto, on, off (auto)
              GUARD_WATCH_ROOMS     rooms that one watcher process watches (24)
              GUARD_STORE           a file for what has to outlive a restart (none)
              GUARD_DRY_RUN         decide and tell, but stop nothing: on, off (off)
              GUARD_LOG             lines of text, or of json (text)

              Several replicas guard together if they are told of each other:
              GUARD_SEEDS           the addresses of some or all, as host:port,... (none)
              GUARD_PEERS_DNS       instead, a name that stands for the addresses of all (none)
              GUARD_CLUSTER_BIND    the address at which the others reach this one (127.0.0.1)
              GUARD_CLUSTER_PORT    the port at which they do (25520)
              GUARD_CLUSTER_CERT    a file in PEM with the certificate of this replica (none)
              GUARD_CLUSTER_KEY     one with its private key, unencrypted (none)
              GUARD_CLUSTER_CA      one with the authority that has signed the certificates of all (none)

            Options: --help; --demo shows it at work on this machine, and needs none of the above;
            --demo --browser does so with a page in your browser as the host, and with the console.
            The exit code is 2 if a variable is wrong.""";

    /**
     * A LiveKit server and a key for it.
     *
     * @param url the URL
     * @param apiKey the API key
     * @param apiSecret the key's secret
     */
    public record LiveKitServer(String url, String apiKey, String apiSecret) {
        /** Returns the URL alone. */
        @Override
        public String toString() {
            return url;
        }
    }

    /**
     * An address to listen on.
     *
     * @param host the address of an interface
     * @param port the port; 0 for one that is free
     */
    public record Address(String host, int port) {
        private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

        private boolean overlaps(Address other) {
            boolean sameHost =
                    host.equals(other.host) || EVERY_ADDRESS.contains(host) || EVERY_ADDRESS.contains(other.host);
            return sameHost && port != 0 && port == other.port;
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    /**
     * The addresses to listen on.
     *
     * @param open the one that LiveKit and hosts reach
     * @param admin the one for operators
     * @param proxies the number of proxies in front that add the address of their client to {@code X-Forwarded-For}
     * @param adminToken what operators have to know; empty if nobody but this machine is let in
     */
    public record Ports(Address open, Address admin, int proxies, Optional<AdminToken> adminToken) {}

    /**
     * When an egress is stopped.
     *
     * @param host who is a host
     * @param grace for how long a drop is waited out
     * @param orphanLimit for how long an egress may run without a host
     * @param idleLimit for how long a host may stay connected without publishing; empty for ever
     */
    public record Rules(HostChoice host, Duration grace, Duration orphanLimit, Optional<Duration> idleLimit) {}

    /**
     * The watch of media.
     *
     * @param mode whether media are watched
     * @param roomsPerProcess the number of rooms that one watcher process watches at most
     */
    public record Watch(Mode mode, int roomsPerProcess) {
        /** Whether media are watched. */
        public enum Mode {
            /** If webrtc-java loads here. */
            AUTO,
            /** Yes; without webrtc-java there is no start. */
            ON,
            /** No. */
            OFF
        }
    }

    /** Whether egress are really stopped. */
    public enum Stops {
        /** They are. */
        SENT,
        /** They are only decided and told of. */
        DRY_RUN
    }

    /** The format of log lines. */
    public enum LogFormat {
        /** Plain text. */
        TEXT,
        /** An object of JSON on each line. */
        JSON
    }

    /**
     * The replicas that guard together.
     *
     * @param self the address at which the others reach this one, and which it listens on
     * @param peers where the others are found
     * @param tls what a replica proves itself by; empty if whoever reaches the port is believed
     */
    public record Cluster(Address self, Peers peers, Optional<Tls> tls) {}

    /** Where the other replicas are found. */
    public sealed interface Peers {
        /**
         * A list.
         *
         * @param addresses the addresses of some or all
         */
        record Seeds(List<Address> addresses) implements Peers {}

        /**
         * A name that stands for the addresses of all, such as that of a headless service.
         *
         * @param name the name
         */
        record Dns(String name) implements Peers {}
    }

    /**
     * What a replica proves itself by, in files of PEM. They are read again from time to time.
     *
     * @param certificate the certificate of this replica
     * @param key its private key
     * @param authority the certificate of the authority that has signed those of all replicas
     */
    public record Tls(Path certificate, Path key, Path authority) {}

    /**
     * Reads a configuration.
     *
     * @param environment the environment variables
     * @return the configuration
     * @throws WrongConfiguration if a variable is wrong; it names all that are
     */
    public static GuardConfig of(Map<String, String> environment) throws WrongConfiguration {
        Variables variables = new Variables(environment);
        GuardConfig read = new GuardConfig(
                new LiveKitServer(
                        variables.url("LIVEKIT_URL"),
                        variables.secret("LIVEKIT_API_KEY"),
                        variables.secret("LIVEKIT_API_SECRET")),
                new Ports(
                        new Address(variables.text("GUARD_BIND", "0.0.0.0"), variables.port("GUARD_PORT", 8080)),
                        new Address(
                                variables.text("GUARD_ADMIN_BIND", "127.0.0.1"),
                                variables.port("GUARD_ADMIN_PORT", 8081)),
                        variables.number("GUARD_PROXIES", 0, 0, 10),
                        variables.token("GUARD_ADMIN_TOKEN")),
                new Rules(
                        variables.host("GUARD_HOST_RULE"),
                        variables.grace("GUARD_GRACE", Duration.ofSeconds(5)),
                        variables.limit("GUARD_ORPHAN_LIMIT", Duration.ofSeconds(30)),
                        variables.limitOrOff("GUARD_IDLE_LIMIT")),
                new Watch(
                        variables.choice("GUARD_WATCH", Watch.Mode.AUTO),
                        variables.number("GUARD_WATCH_ROOMS", 24, 1, 1_000)),
                variables.file("GUARD_STORE"),
                variables.isOn("GUARD_DRY_RUN") ? Stops.DRY_RUN : Stops.SENT,
                variables.choice("GUARD_LOG", LogFormat.TEXT),
                new ClusterVariables(variables).read());
        if (read.ports.open.overlaps(read.ports.admin)) {
            variables.wrong(
                    "GUARD_ADMIN_PORT",
                    "has to be another port than GUARD_PORT",
                    Integer.toString(read.ports.admin.port));
        }
        if (read.cluster.isPresent() && read.store.isPresent()) {
            variables.wrong(
                    "GUARD_STORE",
                    "has no use where replicas remember for each other, and must not be set",
                    read.store.get().toString());
        }
        variables.refuseIfWrong();
        return read;
    }
}
