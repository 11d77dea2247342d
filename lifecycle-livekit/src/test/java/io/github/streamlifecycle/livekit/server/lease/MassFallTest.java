package io.github.streamlifecycle.livekit.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.server.lease.HostToken.Host;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MassFallTest {
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(2);

    private final MassFall falls = new MassFall();

    private static Host host(int number) {
        return new Host("room " + number, "host");
    }

    private void fell(int hosts) {
        for (int i = 0; i < hosts; i++) {
            falls.fell(host(i), START);
        }
    }

    @Test
    void fourFallsAreAlwaysTheirs() {
        fell(4);
        assertThat(falls.notTheirs(0, START)).isEmpty();
    }

    @Test
    void moreThanHalfAreOursAndToldOnce() {
        fell(5);
        assertThat(falls.notTheirs(5, START)).isEmpty();
        assertThat(falls.notTheirs(4, START)).containsExactly("room 0", "room 1", "room 2", "room 3", "room 4");
        assertThat(falls.notTheirs(4, START)).isEmpty();
        falls.fell(host(7), START);
        assertThat(falls.notTheirs(4, START)).containsExactly("room 7");
    }

    @Test
    void fallsOlderThanFiveSecondsDoNotCount() {
        fell(5);
        assertThat(falls.notTheirs(0, START + MassFall.WINDOW_NANOS + 1)).isEmpty();
    }

    @Test
    void hostThatFallsAgainAndAgainIsOneHost() {
        for (int i = 0; i < 100; i++) {
            falls.fell(host(1), START);
        }
        assertThat(falls.notTheirs(0, START)).isEmpty();
    }
}
