package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import io.github.streamlifecycle.examples.guard.server.Http;
import io.github.streamlifecycle.livekit.server.rooms.RoomGuardsPlan;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ClusterShellTest extends RoomShellContract {
    private GuardCluster cluster;

    @Override
    RoomGuardsPlan placed(RoomGuardsPlan plan) throws Exception {
        Address self = new Address("127.0.0.1", Http.freePort());
        cluster = GuardCluster.join(
                new GuardConfig.Cluster(self, new GuardConfig.Peers.Seeds(List.of(self)), Optional.empty()), () -> {});
        return plan.shell(cluster);
    }

    @Override
    @AfterAll
    void close() throws Exception {
        super.close();
        cluster.close();
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
