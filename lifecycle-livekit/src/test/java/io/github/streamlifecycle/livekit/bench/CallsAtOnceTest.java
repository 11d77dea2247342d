package io.github.streamlifecycle.livekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.bench.Loopback.Pace;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import livekit.LivekitEgress.EgressStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class CallsAtOnceTest {
    private static final int STREAMS = 500;
    private static final int CALLS_AT_ONCE = 8;

    private final Set<Thread> before = Thread.getAllStackTraces().keySet();

    private List<String> newThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .toList();
    }

    /** While a thread makes a call, OkHttp names it after where the call goes. */
    private List<String> callers(Loopback server) {
        return newThreads().stream()
                .filter(name -> name.contains(server.url() + "/"))
                .toList();
    }

    /** Returns the number of idle threads of each client; clients of earlier tests may still be reading. */
    private Collection<Long> idleCallers() {
        return newThreads().stream()
                .filter(name -> name.startsWith("livekit-"))
                .collect(Collectors.groupingBy(name -> name.substring(0, name.lastIndexOf('-')), Collectors.counting()))
                .values();
    }

    /** Those of the schedulers, of OkHttp and of the machine. */
    private List<String> others() {
        return newThreads().stream()
                .filter(name -> !name.startsWith("livekit-") && !name.startsWith("loopback-"))
                .toList();
    }

    @Test
    void dropOfManyHostsStaysWithinCallsAndThreadsAllowed() {
        try (Loopback server = new Loopback(Pace.AT_ONCE, EgressStatus.EGRESS_COMPLETE);
                LiveKit livekit = LiveKit.builder(server.url(), "key", LoadReport.SECRET)
                        .callsAtOnce(CALLS_AT_ONCE)
                        .build()) {
            Guarded guarded = Guarded.adopt(livekit, 0, STREAMS);
            server.hold();
            guarded.hosts(Presence.DOWN);
            // looks that were under way as the hosts dropped end first
            Awaitility.await().atMost(1, TimeUnit.MINUTES).untilAsserted(() -> {
                assertThat(server.stops().inFlight()).isEqualTo(CALLS_AT_ONCE);
                assertThat(callers(server)).hasSize(CALLS_AT_ONCE);
            });
            server.letGo();
            assertThat(Guarded.stopped(guarded.outcomes())).isEqualTo(STREAMS);
            assertThat(server.stops().count()).isEqualTo(STREAMS);
            assertThat(server.stops().mostInFlight()).isEqualTo(CALLS_AT_ONCE);
            assertThat(server.lists().mostInFlight()).isLessThanOrEqualTo(CALLS_AT_ONCE);
            assertThat(idleCallers()).allMatch(threads -> threads <= CALLS_AT_ONCE);
            assertThat(others()).hasSizeLessThan(STREAMS / 10); // sixteen of our own, and some of OkHttp
        }
    }
}
