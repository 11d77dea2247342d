package io.github.streamlifecycle.examples.guard.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.web.Replicas;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomShell;
import io.github.streamlifecycle.livekit.server.rooms.RoomWork;
import io.reactivex.rxjava3.core.Completable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership of this replica in a cluster of them, and so the place where rooms are guarded.
 *
 * <pre>{@code
 * GuardCluster cluster = GuardCluster.join(config);
 * RoomGuards guards = livekit.guardRooms().shell(cluster).start();
 * }</pre>
 *
 * <p>Closing the guards leaves the cluster: rooms that are guarded here are handed over first.
 */
public final class GuardCluster implements RoomShell.Opening, Replicas, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(GuardCluster.class);
    private static final Duration JOIN_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final int JOIN_ANEW_AFTER = 10;

    private final ActorSystem<Void> system;
    private final String self;
    private final Standstill standstill;
    private final RoomsHere here = new RoomsHere();
    private final RoomsElsewhere elsewhere = new RoomsElsewhere();
    private final AtomicBoolean leaving = new AtomicBoolean();
    private volatile Consumer<String> listener = event -> {};
    private volatile @Nullable ClusterShell shell;

    private GuardCluster(ActorSystem<Void> system, String self, Standstill standstill) {
        this.system = system;
        this.self = self;
        this.standstill = standstill;
    }

    /**
     * Joins the others, or begins a cluster where there is none. Waits until this replica is a member.
     *
     * @param config where the others are
     * @param whenExcluded told on some thread if the others have gone on without this replica, which then has to end
     * @return the membership, to be closed
     * @throws IOException if the port cannot be listened on, the files of TLS do not fit, or nobody lets this replica in for a minute
     */
    public static GuardCluster join(GuardConfig.Cluster config, Runnable whenExcluded) throws IOException {
        return join(config, whenExcluded, new Times(JOIN_WITHIN, System::nanoTime));
    }

    /**
     * What a test may want to be otherwise.
     *
     * @param joinWithin how long it is tried to be let in
     * @param nanos the clock by which the process finds that it stood still
     */
    record Times(Duration joinWithin, LongSupplier nanos) {}

    static GuardCluster join(GuardConfig.Cluster config, Runnable whenExcluded, Times times) throws IOException {
        if (config.tls().isPresent()) {
            TlsFiles.check(config.tls().get(), Instant.now());
        }
        GuardConfig.Address self = Peers.numbered(config.self());
        ActorSystem<Void> system;
        try {
            system = ActorSystem.create(Behaviors.empty(), Peers.SYSTEM, engine(config, self));
        } catch (RuntimeException inUse) {
            throw new IOException("GUARD_CLUSTER_PORT: " + inUse.getMessage(), inUse);
        }
        GuardCluster cluster = new GuardCluster(system, self.toString(), new Standstill(times.nanos()));
        try {
            system.systemActorOf(UnreachableProbe.create(), "probe", Props.empty());
            cluster.join(config, self, times.joinWithin());
        } catch (IOException | RuntimeException failed) {
            cluster.close();
            throw failed;
        }
        system.getWhenTerminated()
                .whenCompleteAsync(
                        (done, failed) -> {
                            if (!cluster.leaving.get()) {
                                log.error("the other replicas have gone on without this one, which has to begin anew");
                                whenExcluded.run();
                            }
                        },
                        Runnable::run);
        return cluster;
    }

    /** What is set for the engine; a system property of this process that begins with {@code pekko.} outweighs it. */
    private static Config engine(GuardConfig.Cluster config, GuardConfig.Address self) {
        Map<String, Object> changed = new HashMap<>();
        changed.put("pekko.remote.artery.canonical.hostname", self.host());
        changed.put("pekko.remote.artery.canonical.port", self.port());
        config.tls().ifPresent(tls -> {
            String engine = "pekko.remote.artery.ssl.";
            changed.put("pekko.remote.artery.transport", "tls-tcp");
            changed.put(
                    engine + "ssl-engine-provider",
                    "org.apache.pekko.remote.artery.tcp.ssl.RotatingKeysSSLEngineProvider");
            changed.put(
                    engine + "rotating-keys-engine.key-file",
                    tls.key().toAbsolutePath().toString());
            changed.put(
                    engine + "rotating-keys-engine.cert-file",
                    tls.certificate().toAbsolutePath().toString());
            changed.put(
                    engine + "rotating-keys-engine.ca-cert-file",
                    tls.authority().toAbsolutePath().toString());
        });
        return ConfigFactory.defaultOverrides()
                .withFallback(ConfigFactory.parseMap(changed))
                .withFallback(ConfigFactory.parseResources(GuardCluster.class.getClassLoader(), "guard-cluster.conf"))
                .withFallback(ConfigFactory.defaultReference(GuardCluster.class.getClassLoader()))
                .resolve();
    }

    private void join(GuardConfig.Cluster config, GuardConfig.Address self, Duration within) throws IOException {
        Cluster cluster = Cluster.get(system);
        long until = System.nanoTime() + within.toNanos();
        int looks = 0;
        int asked = 0;
        while (System.nanoTime() < until) {
            if (cluster.selfMember().status().equals(MemberStatus.up())) {
                log.info(
                        "joined {} other replicas as {}",
                        cluster.state().members().size() - 1,
                        self);
                return;
            }
            looks++;
            if (asked == 0 || looks - asked >= JOIN_ANEW_AFTER) {
                List<GuardConfig.Address> found = Peers.find(config);
                // a list of names that lacks this one is not up to date yet
                boolean isKnown = found.contains(self) || isList(config);
                List<GuardConfig.Address> live = Peers.live(
                        found.stream().filter(one -> !one.equals(self)).toList());
                // a list without others is all there is
                int looked = found.equals(List.of(self)) && isList(config) ? Founding.LOOKS : looks;
                Optional<List<GuardConfig.Address>> seeds =
                        isKnown || !live.isEmpty() ? Founding.join(self, live, looked) : Optional.empty();
                if (seeds.isPresent()) {
                    asked = looks;
                    cluster.manager()
                            .tell(new JoinSeedNodes(
                                    seeds.get().stream().map(Peers::engine).toList()));
                }
            }
            pause();
        }
        throw new IOException(
                "no replica has let this one in, as " + self + ", of those it was told of: " + Peers.find(config)
                        + (config.tls().isPresent()
                                ? "; is their TLS of the same GUARD_CLUSTER_CA, with a name in common?"
                                : "; do they use TLS?"));
    }

    private static boolean isList(GuardConfig.Cluster config) {
        return config.peers() instanceof GuardConfig.Peers.Seeds;
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before it was let in", ended);
        }
    }

    /** Makes the shell of {@link io.github.streamlifecycle.livekit.server.rooms.RoomGuards}, which is to be the only one. */
    @Override
    public RoomShell open(RoomWork work) {
        ClusterShell.Seen seen =
                new ClusterShell.Seen(self, here, elsewhere, event -> listener.accept(event), standstill);
        ClusterShell opened = new ClusterShell(system, work, seen, this::leave);
        shell = opened;
        return opened;
    }

    Standstill standstill() {
        return standstill;
    }

    private Completable leave() {
        leaving.set(true);
        return Completable.fromCompletionStage(
                CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterLeavingReason()));
    }

    @Override
    public List<RoomGuard> rooms() {
        List<RoomGuard> all = new ArrayList<>(here.guards());
        Set<String> names = new HashSet<>(here.names());
        // one that moves may be known at both for a moment
        elsewhere.guards().stream()
                .filter(guard -> !names.contains(guard.room()))
                .forEach(all::add);
        return all;
    }

    @Override
    public Optional<String> replicaOf(String room) {
        return here.contains(room) ? Optional.of(self) : elsewhere.replicaOf(room);
    }

    @Override
    public View view() {
        Map<String, Integer> rooms = elsewhere.counts();
        rooms.put(self, here.size());
        Cluster cluster = Cluster.get(system);
        Set<org.apache.pekko.cluster.Member> lost = cluster.state().getUnreachable();
        List<Replicas.Member> members = members(cluster)
                .map(member -> {
                    String name = Peers.name(member.address());
                    Reach reach =
                            name.equals(self) ? Reach.HERE : lost.contains(member) ? Reach.OUT_OF_REACH : Reach.REACHED;
                    String status = member.status().toString().toLowerCase(Locale.ROOT);
                    return new Replicas.Member(name, status, reach, rooms.getOrDefault(name, 0));
                })
                .toList();
        return new View(members, here.arrived(), here.departed());
    }

    private static Stream<org.apache.pekko.cluster.Member> members(Cluster cluster) {
        List<org.apache.pekko.cluster.Member> all = new ArrayList<>();
        cluster.state().getMembers().forEach(all::add);
        return all.stream();
    }

    @Override
    public void share(String event) {
        ClusterShell opened = shell;
        if (opened != null) {
            opened.tellOthers(new NeighbourMessage.Shared(event));
        }
    }

    @Override
    public void listen(Consumer<String> told) {
        listener = told;
    }

    /** Leaves the cluster at once if the guards have not, and does not wait. */
    @Override
    public void close() {
        leaving.set(true);
        system.terminate();
    }
}
