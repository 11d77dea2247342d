package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import java.net.ServerSocket;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoundingTest {
    private static final Address FIRST = new Address("10.0.0.1", 25_520);
    private static final Address SECOND = new Address("10.0.0.2", 25_520);
    private static final Address THIRD = new Address("10.0.0.2", 25_521);

    @Test
    void firstOfThoseThatAnswerMayBegin() {
        assertThat(Founding.join(FIRST, List.of(THIRD, SECOND), 1)).contains(List.of(FIRST, SECOND, THIRD));
        assertThat(Founding.join(SECOND, List.of(THIRD), 1)).contains(List.of(SECOND, THIRD));
    }

    @Test
    void othersWaitForIt() {
        assertThat(Founding.join(THIRD, List.of(SECOND, FIRST), 1)).contains(List.of(FIRST, SECOND));
    }

    @Test
    void oneAloneLooksAgainBeforeItBegins() {
        assertThat(Founding.join(SECOND, List.of(), Founding.LOOKS - 1)).isEmpty();
        assertThat(Founding.join(SECOND, List.of(SECOND), Founding.LOOKS)).contains(List.of(SECOND));
    }

    @Test
    void seedsAreFoundByNumberAndInOneOrder() {
        GuardConfig.Peers seeds = new GuardConfig.Peers.Seeds(
                List.of(new Address("localhost", 9), new Address("127.0.0.1", 7), new Address("nobody.invalid", 8)));
        List<Address> found = Peers.find(new GuardConfig.Cluster(FIRST, seeds, Optional.empty()));
        assertThat(found)
                .contains(new Address("127.0.0.1", 7), new Address("127.0.0.1", 9))
                .isEqualTo(Peers.sorted(found));
        GuardConfig.Peers name = new GuardConfig.Peers.Dns("localhost");
        assertThat(Peers.find(new GuardConfig.Cluster(FIRST, name, Optional.empty())))
                .contains(new Address("127.0.0.1", 25_520));
    }

    @Test
    void portThatNobodyListensOnRefuses() throws Exception {
        Address address;
        try (ServerSocket socket = new ServerSocket(0)) {
            address = new Address("127.0.0.1", socket.getLocalPort());
            assertThat(Peers.ask(address)).isEqualTo(Peers.Answer.ACCEPTED);
            assertThat(Peers.live(List.of(address))).containsExactly(address);
        }
        assertThat(Peers.ask(address)).isEqualTo(Peers.Answer.REFUSED);
        assertThat(Peers.live(List.of(address))).isEmpty();
    }
}
