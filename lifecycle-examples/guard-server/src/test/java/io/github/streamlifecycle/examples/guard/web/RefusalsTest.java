package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Refusals refusals = new Refusals(nanos::get);

    private void refuse(String address, int times) {
        IntStream.range(0, times).forEach(i -> refusals.add(address));
    }

    @Test
    void burstIsAllowed() {
        refuse("a", Refusals.BURST - 1);
        assertThat(refusals.areTooMany("a")).isFalse();
        refuse("a", 1);
        assertThat(refusals.areTooMany("a")).isTrue();
    }

    @Test
    void timeForgives() {
        refuse("a", 1_000);
        nanos.addAndGet(Duration.ofMillis(100).toNanos());
        assertThat(refusals.areTooMany("a")).isFalse();
        refuse("a", 2);
        assertThat(refusals.areTooMany("a")).isTrue();
    }

    @Test
    void othersAreNotLimited() {
        refuse("a", 1_000);
        assertThat(refusals.areTooMany("b")).isFalse();
    }

    @Test
    void memoryIsBounded() {
        refuse("a", 1_000);
        IntStream.range(0, 10_000).forEach(i -> refusals.add("other-" + i));
        assertThat(refusals.areTooMany("a")).isFalse();
    }
}
