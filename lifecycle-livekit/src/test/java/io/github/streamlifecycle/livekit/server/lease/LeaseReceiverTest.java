package io.github.streamlifecycle.livekit.server.lease;

import static io.github.streamlifecycle.livekit.server.Signed.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Blind;
import io.github.streamlifecycle.livekit.room.Observation.Lease;
import io.github.streamlifecycle.livekit.room.Observation.LeaseMediaDown;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.Signed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LeaseReceiverTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_360_824L);

    private long millis;
    private final List<Observation> told = new ArrayList<>();
    private final LeaseReceiver receiver = receiver();

    private LeaseReceiver receiver() {
        return new LeaseReceiver(
                Signed.KEYS, told::add, () -> START.plusMillis(millis), () -> TimeUnit.MILLISECONDS.toNanos(millis));
    }

    private static String message(String token, String state) {
        return "{\"token\":\"" + token + "\",\"lease\":\"a\",\"state\":\"" + state + "\"}";
    }

    private static String token(String room, String identity) {
        return Signed.host(room, identity, START);
    }

    private LeaseReply post(String token, String state) {
        return receiver.post(utf8(message(token, state)));
    }

    /** Time passes as it does in the shell. */
    private void pass(Duration time) {
        long end = millis + time.toMillis();
        while (millis < end) {
            millis = Math.min(end, millis + LeaseReceiver.LOOK_EVERY_MILLIS);
            receiver.advance();
        }
    }

    private Origin origin(String room) {
        return new Origin(
                Source.LEASE, RoomKey.named(room), START.plusMillis(millis).toEpochMilli());
    }

    private Observation lease(String room, LeaseSign sign) {
        return new Lease(origin(room), "host", sign);
    }

    private void assertTold(Observation... expected) {
        assertThat(told).containsExactly(expected);
        taken();
    }

    private List<Observation> taken() {
        List<Observation> taken = List.copyOf(told);
        told.clear();
        millis++;
        return taken;
    }

    @Test
    void receiverThatJustStartedSaysUnknown() {
        assertThat(receiver.says("r")).singleElement().isInstanceOf(Blind.class);
        pass(Duration.ofMinutes(1));
        assertThat(told).isEmpty();
    }

    @Test
    void everyRenewalIsTold() {
        for (int i = 0; i < 5; i++) {
            assertThat(post(token("r", "host"), "publishing")).isEqualTo(LeaseReply.KEPT);
            assertTold(lease("r", LeaseSign.RENEWED));
            pass(Duration.ofSeconds(1));
            assertThat(taken()).isEmpty();
        }
        assertThat(receiver.says("r")).singleElement().isInstanceOf(Lease.class);
        assertThat(receiver.says("other")).singleElement().isInstanceOf(Blind.class);
    }

    @Test
    void silenceIsToldAfter2500MillisOnce() {
        post(token("r", "host"), "publishing");
        pass(Duration.ofMillis(2_499));
        assertThat(taken()).hasSize(1);
        pass(Duration.ofMillis(1));
        assertTold(lease("r", LeaseSign.SILENT));
        pass(Duration.ofMinutes(9));
        assertThat(taken()).isEmpty();
        assertThat(post(token("r", "host"), "publishing")).isEqualTo(LeaseReply.KEPT);
        assertTold(lease("r", LeaseSign.RENEWED));
    }

    @Test
    void closedSocketIsToldAtOnce() {
        LeaseConnection connection = receiver.connected();
        assertThat(connection.receive(message(token("r", "host"), "publishing")))
                .isEqualTo(LeaseReply.KEPT);
        taken();
        connection.closed();
        assertTold(lease("r", LeaseSign.SOCKET_CLOSED));
        connection.closed();
        assertThat(connection.receive(message(token("r", "host"), "publishing")))
                .isEqualTo(LeaseReply.UNAVAILABLE);
        assertThat(taken()).isEmpty();
    }

    @Test
    void socketOfAHostThatIsBackOverAnotherOneMayClose() {
        LeaseConnection first = receiver.connected();
        first.receive(message(token("r", "host"), "publishing"));
        LeaseConnection second = receiver.connected();
        second.receive(message(token("r", "host"), "publishing"));
        taken();
        first.closed();
        assertThat(taken()).isEmpty();
        second.closed();
        assertThat(taken()).hasSize(1);
    }

    @Test
    void mediaDownIsToldAtOnceWithItsReason() {
        LeaseConnection connection = receiver.connected();
        connection.receive(message(token("r", "host"), "publishing"));
        taken();
        assertThat(connection.receive("{\"state\":\"down\",\"reason\":\"silence\"}"))
                .isEqualTo(LeaseReply.KEPT);
        assertTold(new LeaseMediaDown(origin("r"), "host", "silence"));
    }

    @Test
    void goodbyeIsToldAtOnce() {
        LeaseConnection connection = receiver.connected();
        connection.receive(message(token("r", "host"), "publishing"));
        taken();
        assertThat(post(token("r", "host"), "goodbye")).isEqualTo(LeaseReply.KEPT);
        assertTold(lease("r", LeaseSign.GOODBYE));
        connection.closed();
        assertThat(taken()).isEmpty();
    }

    @Test
    void waitingHostIsNotTold() {
        assertThat(post(token("r", "host"), "waiting")).isEqualTo(LeaseReply.KEPT);
        pass(Duration.ofSeconds(5));
        assertThat(taken()).isEmpty();
        assertThat(receiver.says("r")).singleElement().isInstanceOf(Blind.class);
    }

    @Test
    void clockOfTheHostIsNeverAsked() {
        post(token("r", "host"), "publishing\",\"at\":\"1970-01-01T00:00:00Z");
        assertTold(lease("r", LeaseSign.RENEWED));
    }

    @Test
    void expiredTokenRenewsButDoesNotBegin() {
        String token = token("r", "host");
        millis = Duration.ofHours(6).toMillis();
        assertThat(post(token, "publishing")).isEqualTo(LeaseReply.KEPT);
        for (int minute = 0; minute < 30; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(post(token, "publishing")).isEqualTo(LeaseReply.KEPT);
        }
        assertThat(receiver.post(utf8(message(token, "publishing").replace("\"a\"", "\"b\""))))
                .isEqualTo(LeaseReply.UNAUTHORIZED);
        pass(Duration.ofMinutes(10));
        assertThat(post(token, "publishing")).isEqualTo(LeaseReply.UNAUTHORIZED);
    }

    @Test
    void tokensThatAreNotAHostsAreRefused() {
        String ours = token("r", "host");
        assertThat(post(ours.substring(1), "publishing")).isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(ours.substring(0, ours.length() - 2), "publishing")).isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(Signed.webhook("{}", START), "publishing")).isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(Signed.host("r", "", START), "publishing")).isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(Signed.host("", "host", START), "publishing")).isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(Signed.host("r", "host", START.plusSeconds(61)), "publishing"))
                .isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(Signed.join("r", "host", START, Map.of("roomJoin", false)), "publishing"))
                .isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(Signed.join("r", "viewer", START, Map.of("canPublish", false)), "publishing"))
                .isEqualTo(LeaseReply.FORBIDDEN);
        assertThat(post(JWT.create().withIssuer(Signed.KEY).sign(Algorithm.HMAC256(Signed.SECRET)), "publishing"))
                .isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(post(Signed.raw("{\"alg\":\"none\"}", "{\"iss\":\"devkey\",\"sub\":\"host\"}", ""), "publishing"))
                .isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(told).isEmpty();
    }

    @Test
    void otherRoomOrIdentityIsRefused() {
        LeaseConnection connection = receiver.connected();
        connection.receive(message(token("r", "host"), "publishing"));
        assertThat(connection.receive(message(token("s", "host"), "publishing")))
                .isEqualTo(LeaseReply.FORBIDDEN);
        assertThat(connection.receive(message(token("r", "other"), "goodbye"))).isEqualTo(LeaseReply.FORBIDDEN);
        assertTold(lease("r", LeaseSign.RENEWED));
        assertThat(connection.receive("{\"state\":\"publishing\"}")).isEqualTo(LeaseReply.KEPT);
        assertTold(lease("r", LeaseSign.RENEWED));
    }

    @Test
    void goodbyeOfOneHostIsNoneOfAnothers() {
        post(token("r", "host"), "publishing");
        assertThat(post(token("r", "other"), "goodbye")).isEqualTo(LeaseReply.KEPT);
        assertThat(told).last().isEqualTo(new Lease(origin("r"), "other", LeaseSign.GOODBYE));
        assertThat(receiver.says("r")).contains(lease("r", LeaseSign.RENEWED));
    }

    @Test
    void messageNeedsATokenAndALease() {
        assertThat(receiver.connected().receive("{\"state\":\"publishing\"}")).isEqualTo(LeaseReply.UNAUTHORIZED);
        assertThat(receiver.post(utf8("{\"state\":\"publishing\",\"token\":\"" + token("r", "host") + "\"}")))
                .isEqualTo(LeaseReply.MALFORMED);
        assertThat(receiver.post(new byte[0])).isEqualTo(LeaseReply.MALFORMED);
        assertThat(receiver.post(new byte[LeaseMessage.LONGEST + 1])).isEqualTo(LeaseReply.TOO_LARGE);
        assertThat(receiver.connected().receive("x".repeat(LeaseMessage.LONGEST + 1)))
                .isEqualTo(LeaseReply.TOO_LARGE);
    }

    @Test
    void onlyWhatCannotGoOnClosesTheSocket() {
        assertThat(LeaseReply.KEPT.closeCode()).isEmpty();
        assertThat(LeaseReply.TOO_OFTEN.closeCode()).isEmpty();
        assertThat(LeaseReply.UNAUTHORIZED.closeCode()).hasValue(4401);
        assertThat(LeaseReply.ENDED.closeCode()).hasValue(4410);
        assertThat(LeaseReply.KEPT.text()).isEqualTo("204");
    }

    @Test
    void roomHasAtMost256Hosts() {
        for (int i = 0; i < RoomLeases.MOST_HOSTS; i++) {
            assertThat(post(token("r", "host " + i), "waiting")).isEqualTo(LeaseReply.KEPT);
        }
        assertThat(post(token("r", "one more"), "waiting")).isEqualTo(LeaseReply.TOO_MANY);
        assertThat(post(token("s", "one more"), "waiting")).isEqualTo(LeaseReply.KEPT);
    }

    @Test
    void timeInWhichThisProcessStoodStillIsNotSilence() {
        post(token("r", "host"), "publishing");
        pass(Duration.ofSeconds(1));
        taken();
        millis += 60_000;
        receiver.advance();
        pass(Duration.ofMillis(2_400));
        assertThat(taken()).isEmpty();
        pass(Duration.ofMillis(100));
        assertTold(lease("r", LeaseSign.SILENT));
    }

    @Test
    void socketThatWeCloseIsNoFallOfItsHost() {
        LeaseConnection connection = receiver.connected();
        connection.receive(message(token("r", "host"), "publishing"));
        taken();
        assertThat(connection.receive("what is this?")).isEqualTo(LeaseReply.MALFORMED);
        connection.closed();
        assertThat(taken()).isEmpty();
        pass(Duration.ofMillis(2_499));
        assertTold(lease("r", LeaseSign.SILENT));
    }

    @Test
    void messagesThatWereTurnedAwayAreNoSilence() {
        post(token("r", "host"), "publishing");
        taken();
        for (int second = 0; second < 60; second++) {
            pass(Duration.ofSeconds(1));
            receiver.missed();
        }
        assertThat(taken()).isEmpty();
        pass(Duration.ofMillis(2_400));
        assertThat(taken()).isEmpty();
        pass(Duration.ofMillis(100));
        assertTold(lease("r", LeaseSign.SILENT));
    }

    @Test
    void orderHoldsThoughTheClockIsSetBack() {
        Instant[] clock = {START};
        LeaseReceiver skewed = new LeaseReceiver(Signed.KEYS, told::add, () -> clock[0], () -> 0);
        for (String state : new String[] {"publishing", "down", "publishing", "down", "publishing"}) {
            skewed.post(utf8(message(token("r", "host"), state)));
            clock[0] = clock[0].minusSeconds(10);
        }
        skewed.close();
        assertThat(told)
                .extracting(each -> each.origin().atMillis() - START.toEpochMilli())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void closedReceiverIsBlindAndHearsNothing() {
        LeaseConnection connection = receiver.connected();
        connection.receive(message(token("r", "host"), "publishing"));
        taken();
        receiver.close();
        assertThat(taken()).singleElement().isInstanceOf(Blind.class);
        connection.closed();
        pass(Duration.ofSeconds(10));
        assertThat(post(token("r", "host"), "publishing")).isEqualTo(LeaseReply.UNAVAILABLE);
        assertThat(taken()).isEmpty();
    }

    @Test
    void roomWithoutLeasesIsUnknownAgain() {
        post(token("r", "host"), "goodbye");
        pass(Duration.ofMinutes(1));
        assertThat(told).hasSize(2).last().isInstanceOf(Blind.class);
        assertThat(receiver.says("r")).singleElement().isInstanceOf(Blind.class);
    }

    @Test
    void fallOfMostHostsAtOnceIsOurs() {
        List<LeaseConnection> connections = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            LeaseConnection connection = receiver.connected();
            connection.receive(message(token("room " + i, "host"), "publishing"));
            connections.add(connection);
        }
        taken();
        connections.subList(0, 5).forEach(LeaseConnection::closed);
        receiver.advance();
        assertThat(taken()).hasSize(5).allMatch(Lease.class::isInstance);
        connections.get(5).closed();
        receiver.advance();
        assertThat(taken())
                .hasSize(7)
                .filteredOn(Blind.class::isInstance)
                .extracting(each -> each.origin().room().name())
                .containsExactly("room 0", "room 1", "room 2", "room 3", "room 4", "room 5");
        receiver.advance();
        assertThat(taken()).isEmpty();
    }

    @Test
    void fallsOfHostsOneByOneAreTheirs() {
        for (int i = 0; i < 20; i++) {
            LeaseConnection connection = receiver.connected();
            connection.receive(message(token("room " + i, "host"), "publishing"));
            connection.closed();
            pass(Duration.ofSeconds(2));
        }
        assertThat(told).hasSize(40).noneMatch(Blind.class::isInstance);
    }

    @Test
    void listenerThatThrowsHurtsNobody() {
        List<Observation> heard = new ArrayList<>();
        LeaseReceiver hostile = new LeaseReceiver(
                Signed.KEYS,
                observation -> {
                    heard.add(observation);
                    throw new AssertionError("test");
                },
                () -> START,
                () -> 0);
        assertThat(hostile.post(utf8(message(token("r", "host"), "publishing"))))
                .isEqualTo(LeaseReply.KEPT);
        assertThat(hostile.post(utf8(message(token("r", "host"), "goodbye")))).isEqualTo(LeaseReply.KEPT);
        assertThat(heard).hasSize(2);
    }

    @Test
    void listenerMayCallBack() {
        List<Observation> heard = new ArrayList<>();
        LeaseReceiver[] self = new LeaseReceiver[1];
        self[0] = new LeaseReceiver(
                Signed.KEYS,
                observation -> {
                    heard.add(observation);
                    if (heard.size() == 1) {
                        self[0].post(utf8(message(token("r", "host"), "goodbye")));
                        assertThat(heard).hasSize(1);
                    }
                },
                () -> START,
                () -> 0);
        self[0].post(utf8(message(token("r", "host"), "publishing")));
        assertThat(heard).hasSize(2);
    }

    @Test
    void brokenClockIsNotThrownAtAnybody() {
        LeaseReceiver broken = new LeaseReceiver(
                Signed.KEYS,
                told::add,
                () -> {
                    throw new OutOfMemoryError("test");
                },
                () -> 0);
        assertThat(broken.post(utf8(message(token("r", "host"), "publishing")))).isEqualTo(LeaseReply.UNAVAILABLE);
    }

    @Test
    void startedReceiverLooksAtTheTimeByItself() {
        Queue<Observation> heard = new ConcurrentLinkedQueue<>();
        try (LeaseReceiver running = LeaseReceiver.start(Signed.KEYS, heard::add)) {
            String token = Signed.host("r", "host", Instant.now());
            assertThat(running.post(utf8(message(token, "publishing")))).isEqualTo(LeaseReply.KEPT);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> heard.stream()
                            .anyMatch(each -> each instanceof Lease lease && lease.sign() == LeaseSign.SILENT));
        }
        assertThat(heard).last().isInstanceOf(Blind.class);
    }
}
