package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RenewedTokenTest {
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final AtomicInteger signatures = new AtomicInteger();
    private final RenewedToken token = new RenewedToken(() -> "token " + signatures.incrementAndGet(), now::get);

    @Test
    void isSignedOnceAMinute() {
        assertThat(token.token()).isEqualTo("token 1");
        now.addAndGet(59_999);
        assertThat(token.token()).isEqualTo("token 1");
        now.addAndGet(1);
        assertThat(token.token()).isEqualTo("token 2");
    }

    @Test
    void isSignedAnewOnceTheClockWasSetBack() {
        assertThat(token.token()).isEqualTo("token 1");
        now.addAndGet(-1);
        assertThat(token.token()).isEqualTo("token 2");
    }
}
