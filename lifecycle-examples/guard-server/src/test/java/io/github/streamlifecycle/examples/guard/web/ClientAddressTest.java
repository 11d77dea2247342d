package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {
    private static final List<String> FORWARDED = List.of("made up, 203.0.113.9", "10.0.0.2");

    @Test
    void withoutProxiesThePeerIsTheClient() {
        assertThat(ClientAddress.of("10.0.0.1", FORWARDED, 0)).isEqualTo("10.0.0.1");
    }

    @Test
    void eachProxyAddedOneAddress() {
        assertThat(ClientAddress.of("10.0.0.1", FORWARDED, 1)).isEqualTo("10.0.0.2");
        assertThat(ClientAddress.of("10.0.0.1", FORWARDED, 2)).isEqualTo("203.0.113.9");
    }

    @Test
    void missingHeaderLeavesThePeer() {
        assertThat(ClientAddress.of("10.0.0.1", List.of(), 2)).isEqualTo("10.0.0.1");
    }
}
