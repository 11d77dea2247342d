package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Peers;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Tls;
import io.github.streamlifecycle.examples.guard.server.Http;
import io.github.streamlifecycle.examples.guard.web.Replicas;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuards;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.apache.pekko.pki.pem.DERPrivateKeyLoader;
import org.apache.pekko.pki.pem.PEMDecoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two replicas that show each other certificates of one authority, and others that would like to be replicas. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClusterTlsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int ROOMS = 6;

    @TempDir
    static Path folder;

    private static TestAuthority authority;
    private static Tls ours;
    private static Tls theirs;
    private static final List<GuardCluster> replicas = new ArrayList<>();
    private static final List<RoomGuards> guards = new ArrayList<>();
    private static final List<Integer> ports = new ArrayList<>();
    private static final AtomicLong slept = new AtomicLong();
    private static LiveKitDouble livekit;
    private static LiveKit client;

    @BeforeAll
    static void start() throws Exception {
        CompletableFuture<Tls> other = CompletableFuture.supplyAsync(
                () -> quietly(() -> TestAuthority.in(folder.resolve("other")).itself()));
        authority = TestAuthority.in(folder.resolve("one"));
        ours = authority.issue("replica", "CN=guard");
        theirs = other.join();
        livekit = LiveKitDouble.builder().start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        for (int i = 0; i < ROOMS; i++) {
            livekit.joinAndPublish("room-" + i, "host");
            client.egress()
                    .start("room-" + i, RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                    .blockingGet();
        }
        // the strangers, who start at the same time, come last, and are among those that all are told of
        Stream.generate(Http::freePort).distinct().limit(4).sorted().forEach(ports::add);
        Stream.of(0, 1)
                .map(i -> CompletableFuture.supplyAsync(() ->
                        quietly(() -> GuardCluster.join(config(i, Optional.of(ours)), () -> {}))))
                .toList()
                .forEach(joining -> replicas.add(joining.join()));
        for (GuardCluster replica : replicas) {
            guards.add(client.guardRooms()
                    .sweepEvery(Duration.ofSeconds(1))
                    .shell(replica)
                    .start());
        }
    }

    private static GuardConfig.Cluster config(int index, Optional<Tls> tls) {
        List<Address> all =
                ports.stream().map(port -> new Address("127.0.0.1", port)).toList();
        return new GuardConfig.Cluster(all.get(index), new Peers.Seeds(all), tls);
    }

    private interface Attempt<T> {
        T get() throws Exception;
    }

    private static <T> T quietly(Attempt<T> attempt) {
        try {
            return attempt.get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @AfterAll
    static void close() {
        guards.parallelStream().forEach(RoomGuards::close);
        replicas.forEach(GuardCluster::close);
        client.close();
        livekit.close();
    }

    private static void assertTwoShareTheRooms() {
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(replicas).allSatisfy(replica -> {
                    assertThat(replica.view().members())
                            .extracting(Replicas.Member::address)
                            .containsExactlyInAnyOrder("127.0.0.1:" + ports.get(0), "127.0.0.1:" + ports.get(1));
                    assertThat(replica.view().isParted()).isFalse();
                    assertThat(replica.view().members()).allMatch(member -> member.rooms() > 0);
                    assertThat(replica.rooms())
                            .hasSize(ROOMS)
                            .allMatch(room -> room.guarded().stream()
                                    .map(RoomGuard.Guarded::state)
                                    .allMatch("UP/ON"::equals));
                }));
    }

    /** There are no webhooks: the list that one of them asks for reaches the rooms at the other, and each tells of its own. */
    @Test
    void messagesOfRoomsGoAcross() {
        assertTwoShareTheRooms();
    }

    /** The clock of the first seems to have stood still; it acts again once the other has said that it is a member. */
    @Test
    void oneThatStoodStillIsToldThatItIsAMember() {
        assertTwoShareTheRooms();
        Standstill first = replicas.get(0).standstill();
        slept.set(Standstill.LONGEST.toNanos() + 1);
        await().atMost(LONG).until(() -> first.doubt() > 0);
        await().atMost(LONG).until(first::mayAct);
    }

    @Test
    void strangersNeverBecomeMembers() {
        GuardCluster.Times times = new GuardCluster.Times(Duration.ofSeconds(4), System::nanoTime);
        List<CompletableFuture<GuardCluster>> joining = Stream.of(
                        config(2, Optional.of(theirs)), config(3, Optional.empty()))
                .map(config ->
                        CompletableFuture.supplyAsync(() -> quietly(() -> GuardCluster.join(config, () -> {}, times))))
                .toList();
        for (CompletableFuture<GuardCluster> stranger : joining) {
            assertThatThrownBy(stranger::join)
                    .rootCause()
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("no replica has let this one in");
        }
        assertTwoShareTheRooms();
    }

    @Test
    void connectionNeedsACertificateOfTheAuthority() throws Exception {
        assertThatThrownBy(() -> read(Optional.of(ours))).isInstanceOf(SocketTimeoutException.class);
        assertThat(isTurnedAway(Optional.empty())).isTrue();
        assertThat(isTurnedAway(Optional.of(theirs))).isTrue();
    }

    private static boolean isTurnedAway(Optional<Tls> shown) throws Exception {
        try {
            return read(shown) < 0;
        } catch (SocketTimeoutException accepted) {
            return false;
        } catch (IOException refused) {
            return true;
        }
    }

    /** Reads from a replica, which sends nothing on a connection that others have made unless it refuses it. */
    private static int read(Optional<Tls> shown) throws Exception {
        try (SSLSocket socket = (SSLSocket) context(shown).getSocketFactory().createSocket("127.0.0.1", ports.get(0))) {
            socket.setSoTimeout(shown.equals(Optional.of(ours)) ? 500 : (int) LONG.toMillis());
            socket.startHandshake();
            return socket.getInputStream().read();
        }
    }

    /** Trusts the replicas, whoever it is itself. */
    private static SSLContext context(Optional<Tls> shown) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setCertificateEntry("authority", certificate(ours.authority()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(shown.stream().map(Shown::of).toArray(KeyManager[]::new), trust.getTrustManagers(), null);
        return context;
    }

    private static X509Certificate certificate(Path file) throws Exception {
        try (var in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** Shows its certificate whichever authorities the server would like to see; the JDK's own would show none. */
    private static final class Shown extends X509ExtendedKeyManager {
        private final Tls tls;

        private Shown(Tls tls) {
            this.tls = tls;
        }

        static Shown of(Tls tls) {
            return new Shown(tls);
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {quietly(() -> certificate(tls.certificate()))};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return quietly(() -> DERPrivateKeyLoader.load(PEMDecoder.decode(Files.readString(tls.key()))));
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException("not a server");
        }
    }

    private static void assertWrong(Tls tls, Instant now, String message) {
        assertThatThrownBy(() -> TlsFiles.check(tls, now))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message)
                .hasNoCause();
    }

    @Test
    void filesThatDoNotFitAreNamed() throws Exception {
        Instant now = Instant.now().plus(1, ChronoUnit.HOURS);
        assertThatCode(() -> TlsFiles.check(ours, now)).doesNotThrowAnyException();
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "-----BEGIN SECRET-----\nAAAA\n");
        String path = garbage + " is not ";
        assertWrong(
                new Tls(garbage, ours.key(), ours.authority()), now, "GUARD_CLUSTER_CERT: " + path + "a certificate");
        assertWrong(
                new Tls(ours.certificate(), ours.key(), garbage), now, "GUARD_CLUSTER_CA: " + path + "a certificate");
        assertWrong(
                new Tls(ours.certificate(), garbage, ours.authority()),
                now,
                "GUARD_CLUSTER_KEY: " + path + "an unencr");
        assertWrong(
                new Tls(ours.certificate(), theirs.key(), ours.authority()),
                now,
                "GUARD_CLUSTER_KEY: " + theirs.key() + " is not the key of GUARD_CLUSTER_CERT");
        assertWrong(
                new Tls(ours.certificate(), ours.key(), theirs.authority()),
                now,
                "GUARD_CLUSTER_CERT: " + ours.certificate() + " is not signed by GUARD_CLUSTER_CA");
        assertWrong(ours, now.plus(9, ChronoUnit.DAYS), "GUARD_CLUSTER_CA: " + ours.authority() + " is valid from");
        assertWrong(ours, now.minus(9, ChronoUnit.DAYS), "GUARD_CLUSTER_CA: " + ours.authority() + " is valid from");
        Tls oneWay = authority.issue("one-way", "CN=guard", "-ext", "eku=serverAuth");
        assertWrong(
                oneWay, now, "GUARD_CLUSTER_CERT: " + oneWay.certificate() + " has to be for both servers and clients");
        Tls nameless = authority.issue("nameless", "O=guard");
        assertWrong(nameless, now, "GUARD_CLUSTER_CERT: " + nameless.certificate() + " has to have a common name");
    }
}
