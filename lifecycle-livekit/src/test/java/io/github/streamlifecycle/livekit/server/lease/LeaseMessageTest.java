package io.github.streamlifecycle.livekit.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.server.lease.LeaseMessage.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaseMessageTest {
    @Test
    void messageHasItsParts() {
        assertThat(LeaseMessage.in("{\"token\":\"t\",\"lease\":\"l\",\"state\":\"down\",\"reason\":\"silence\"}"))
                .contains(new LeaseMessage("t", "l", State.DOWN, "silence"));
        assertThat(LeaseMessage.in("{\"state\":\"goodbye\"}"))
                .contains(new LeaseMessage(null, null, State.GOODBYE, ""));
    }

    @Test
    void newerFieldsAreIgnored() {
        assertThat(LeaseMessage.in("{\"new\":{\"a\":[1,null]},\"state\":\"waiting\",\"token\":1,\"reason\":null}"))
                .contains(new LeaseMessage(null, null, State.WAITING, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "1",
                "\"publishing\"",
                "{}",
                "{\"state\":1}",
                "{\"state\":\"PUBLISHING\"}",
                "{\"state\":\"new\"}",
                "{\"state\":\"waiting\"}x",
                "{\"state\":\"waiting\",\"lease\":\"\"}",
                "{1:2}"
            })
    void whatIsNotAMessageIsNone(String text) {
        assertThat(LeaseMessage.in(text)).isEmpty();
    }

    @Test
    void overlongLeaseIsNone() {
        assertThat(LeaseMessage.in("{\"state\":\"waiting\",\"lease\":\"" + "x".repeat(64) + "\"}"))
                .isPresent();
        assertThat(LeaseMessage.in("{\"state\":\"waiting\",\"lease\":\"" + "x".repeat(65) + "\"}"))
                .isEmpty();
    }

    @Test
    void deepNestingIsNothing() {
        assertThat(LeaseMessage.in("{\"state\":\"waiting\",\"new\":" + "[".repeat(100_000)))
                .isEmpty();
    }

    @Test
    void tokenIsNotShown() {
        assertThat(LeaseMessage.in("{\"state\":\"waiting\",\"token\":\"secret\"}")
                        .toString())
                .doesNotContain("secret");
    }
}
