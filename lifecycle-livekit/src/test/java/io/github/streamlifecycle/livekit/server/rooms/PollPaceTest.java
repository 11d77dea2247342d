package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PollPaceTest {
    private final TestScheduler time = new TestScheduler();
    private final PollPace pace = new PollPace(Duration.ofSeconds(5), time, new Random(1)::nextDouble);

    @Test
    void pausesDifferByAFifthAtMost() {
        Set<Duration> pauses =
                IntStream.range(0, 1_000).mapToObj(i -> pace.next()).collect(Collectors.toSet());
        assertThat(pauses)
                .hasSizeGreaterThan(100)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(6)));
    }

    @Test
    void slowServerIsAskedLessOften() {
        for (int i = 0; i < 1_000; i++) {
            pace.roomBegins();
        }
        pace.timed(Single.timer(1, TimeUnit.SECONDS, time)).subscribe();
        time.advanceTimeBy(1, TimeUnit.SECONDS);
        // half of the 16 calls that may be made at once are on their way on average
        assertThat(pace.next()).isBetween(Duration.ofSeconds(100), Duration.ofSeconds(150));
    }
}
