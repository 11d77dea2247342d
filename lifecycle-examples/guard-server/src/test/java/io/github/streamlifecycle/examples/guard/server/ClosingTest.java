package io.github.streamlifecycle.examples.guard.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a server whose parts hang, in virtual time. */
class ClosingTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    /** Waits for real only for what ends. */
    private static final Duration HANGS = Duration.ofDays(1);

    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private long nanos = Long.MAX_VALUE - 5; // it may overflow
    /** How long parts take, in order; the rest no time. */
    private final Deque<Duration> takes = new ArrayDeque<>();

    private final Closing closing = Closing.by(new Closing.Clock() {
        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public boolean await(CompletableFuture<?> done, Duration within)
                throws ExecutionException, InterruptedException {
            Duration time = takes.isEmpty() ? Duration.ZERO : takes.remove();
            boolean inTime = time.compareTo(within) <= 0;
            nanos += (inTime ? time : within).toNanos();
            if (inTime) {
                done.get();
            }
            return inTime;
        }
    });

    @AfterEach
    void release() {
        end.countDown();
    }

    private Closing.Part part(String name) {
        return within -> closed.add(name + " " + within.toMillis());
    }

    private Duration run() {
        long before = nanos;
        closing.run();
        return Duration.ofNanos(nanos - before);
    }

    @Test
    void partsCloseInOrderAndEachGetsWhatIsLeft() {
        closing.addLast("second", SECOND, part("second"));
        closing.addLast("third", SECOND, part("third"));
        closing.addFirst("first", SECOND.multipliedBy(4), part("first"));
        takes.add(Duration.ofMillis(500));
        assertThat(run()).isEqualTo(Duration.ofMillis(500));
        assertThat(closed).containsExactly("first 4000", "second 4500", "third 5500");
        assertThat(closing.atMost()).isEqualTo(SECOND.multipliedBy(6));
    }

    @Test
    void partThatHangsCostsItsShareAndNoMore() {
        closing.addLast("hangs", SECOND.multipliedBy(4), within -> end.await());
        closing.addLast("store", SECOND, part("store"));
        closing.addLast("client", SECOND, part("client"));
        takes.add(HANGS);
        assertThat(run()).isEqualTo(SECOND.multipliedBy(4));
        assertThat(closed).containsExactly("store 1000", "client 2000");
    }

    @Test
    void partThatFailsCostsNothing() {
        closing.addLast("fails", SECOND, within -> {
            throw new AssertionError("a fault");
        });
        closing.addLast("store", SECOND, part("store"));
        assertThat(run()).isZero();
        assertThat(closed).containsExactly("store 2000");
    }

    @Test
    void partBesideTheOthersAddsNothing() {
        closing.addLast("guards", SECOND, within -> end.await());
        closing.addBeside("watchers", within -> end.await());
        takes.addAll(List.of(HANGS, HANGS));
        assertThat(run()).isEqualTo(SECOND.plusNanos(1));
        assertThat(closing.atMost()).isEqualTo(SECOND);
    }

    @Test
    void serverEndsWithinTenSeconds() {
        assertThat(GuardServer.ENDS_WITHIN).isLessThanOrEqualTo(Duration.ofSeconds(9));
    }
}
