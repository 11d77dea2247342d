package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.github.streamlifecycle.examples.guard.server.Http;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClusterShellTest extends RoomShellContract {
    private GuardCluster cluster;
    /** While it leaps, each look at the clock finds that the process stood still. */
    private final AtomicBoolean leaps = new AtomicBoolean();

    private final AtomicLong leapt = new AtomicLong();

    private long nanos() {
        long more = leaps.get() ? Standstill.LONGEST.toNanos() + 1 : 0;
        return System.nanoTime() + leapt.addAndGet(more);
    }

    @Override
    RoomGuardsPlan placed(RoomGuardsPlan plan) throws Exception {
        Address self = new Address("127.0.0.1", Http.freePort());
        cluster = GuardCluster.join(
                new GuardConfig.Cluster(self, new GuardConfig.Peers.Seeds(List.of(self)), Optional.empty()),
                () -> {},
                new GuardCluster.Times(LONG, this::nanos));
        return plan.shell(cluster);
    }

    @Override
    @AfterAll
    void close() throws Exception {
        super.close();
        cluster.close();
    }

    @Test
    void afterAStandstillNothingIsDecidedInDoubt() {
        RoomMember host = live("held");
        leaps.set(true);
        long before = cluster.standstill().held();
        host.leave();
        await().atMost(LONG).until(() -> cluster.standstill().held() > before + 10);
        assertThat(state("held")).isEqualTo("UP/ON");
        leaps.set(false);
        awaitEnded("held");
        assertThat(stops("held")).isEqualTo(1);
    }

    @Test
    void oneAloneIsUpAndHere() {
        assertThat(cluster.view().members())
                .singleElement()
                .satisfies(member ->
                        assertThat(member.reach() + " " + member.status()).isEqualTo("HERE up"));
        assertThat(cluster.view().isParted()).isFalse();
    }
}
