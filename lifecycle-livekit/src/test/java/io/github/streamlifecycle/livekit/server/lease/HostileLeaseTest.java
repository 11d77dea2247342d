package io.github.streamlifecycle.livekit.server.lease;

import static io.github.streamlifecycle.livekit.server.Signed.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.Fuzz;
import io.github.streamlifecycle.livekit.server.Signed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever hosts send, in whatever order, gets a reply, and a lease that is kept is never told as silent. */
class HostileLeaseTest {
    private static final Instant START = Instant.ofEpochSecond(1_795_360_824L);
    private static final String TOKEN = Signed.host("r", "host", START);
    private static final List<String> LEASES = List.of("a", "b", "c", "d", "e", "f");
    private static final List<String> ACTS =
            List.of("publishing", "waiting", "down", "goodbye", "nonsense", "close", "advance");

    /** A receiver, a host's connection to it, and time. */
    private static final class Rig {
        private long millis;
        private final List<Observation> told = new ArrayList<>();
        private final LeaseReceiver receiver = new LeaseReceiver(
                Signed.KEYS, told::add, () -> START.plusMillis(millis), () -> TimeUnit.MILLISECONDS.toNanos(millis));
        private LeaseConnection connection = receiver.connected();

        LeaseReply post(String lease, String state) {
            return receiver.post(utf8(message(lease, state)));
        }

        void act(Random random) {
            String act = Fuzz.oneOf(random, ACTS);
            String lease = Fuzz.oneOf(random, LEASES);
            if (act.equals("close")) {
                connection.closed();
                connection = receiver.connected();
            } else if (act.equals("advance")) {
                receiver.advance();
            } else if (random.nextBoolean()) {
                connection.receive(message(lease, act));
            } else {
                post(lease, act);
            }
        }

        private static String message(String lease, String state) {
            return "{\"token\":\"" + TOKEN + "\",\"lease\":\"" + lease + "\",\"state\":\"" + state + "\"}";
        }
    }

    @Test
    void anyBytesAreNoMessage() {
        Rig rig = new Rig();
        Fuzz.seeds(3_000, random -> {
            assertThat(rig.receiver.post(Fuzz.bytes(random, 200))).isEqualTo(LeaseReply.MALFORMED);
            assertThat(rig.connection.receive(Fuzz.text(random))).isEqualTo(LeaseReply.MALFORMED);
        });
        assertThat(rig.told).isEmpty();
    }

    @Test
    void anyTokenIsUnauthorized() {
        Rig rig = new Rig();
        Fuzz.seeds(2_000, random -> {
            JsonObject message = new JsonObject();
            message.addProperty("token", random.nextBoolean() ? Fuzz.text(random) : TOKEN + Fuzz.oneOf(random, LEASES));
            message.addProperty("lease", "a");
            message.addProperty("state", "publishing");
            assertThat(rig.receiver.post(utf8(message.toString()))).isEqualTo(LeaseReply.UNAUTHORIZED);
        });
        assertThat(rig.told).isEmpty();
    }

    @Test
    void hostThatKeepsOneLeaseIsNeverInDoubt() {
        Fuzz.seeds(500, random -> {
            Rig rig = new Rig();
            for (int acts = random.nextInt(60); acts > 0; acts--) {
                for (int waits = 1 + random.nextInt(5); waits > 0; waits--) {
                    rig.millis += 500;
                    assertThat(rig.post("kept", "publishing")).isIn(LeaseReply.KEPT, LeaseReply.TOO_OFTEN);
                    rig.receiver.advance();
                }
                rig.act(random);
            }
            assertThat(rig.told).allMatch(each -> isRenewal(each));
        });
    }

    @Test
    void hostThatFallsSilentIsToldAtTheEnd() {
        Fuzz.seeds(500, random -> {
            Rig rig = new Rig();
            for (int acts = random.nextInt(60); acts > 0; acts--) {
                rig.millis += random.nextInt(3_000);
                rig.act(random);
            }
            rig.millis += 3_000;
            rig.receiver.advance();
            rig.post("last", "publishing");
            for (int looks = 0; looks < 40; looks++) {
                rig.millis += LeaseReceiver.LOOK_EVERY_MILLIS;
                rig.receiver.advance();
            }
            assertThat(rig.told).isNotEmpty();
            assertThat(isRenewal(rig.told.get(rig.told.size() - 1))).isFalse();
        });
    }

    private static boolean isRenewal(Observation observation) {
        return observation instanceof Observation.Lease lease && lease.sign() == LeaseSign.RENEWED;
    }
}
