package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.presence.DtlsState;
import io.github.streamlifecycle.livekit.presence.TransportSample;
import io.github.streamlifecycle.livekit.presence.TransportSample.Checks;
import io.github.streamlifecycle.livekit.presence.TransportSample.Packets;
import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.core.MaybeObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow statistics, which are still read, one question at a time. */
class TransportStatsTest {
    private static final TransportSample SAMPLE =
            new TransportSample(0, new Packets(1, 1, 0), new Checks(1, 1, 1), DtlsState.CONNECTED);

    private final TestScheduler time = new TestScheduler();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();

    private Maybe<TransportSample> answeredAfter(long millis) {
        return Maybe.defer(() -> {
            asked.incrementAndGet();
            assertThat(waiting.incrementAndGet()).isEqualTo(1);
            return Maybe.just(SAMPLE)
                    .delay(millis, TimeUnit.MILLISECONDS, time)
                    .doOnSuccess(sample -> waiting.decrementAndGet());
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20, 99, 101, 120, 350, 900, 2_000})
    void slowStatisticsAreSeen(long millis) {
        var samples = TransportStats.samples(answeredAfter(millis), time).test();
        time.advanceTimeBy(60, TimeUnit.SECONDS);
        int expected = (int) (60_000 / Math.max(100, millis));
        samples.assertNoErrors().assertNotComplete();
        assertThat(samples.values()).hasSizeBetween(expected / 2, expected);
    }

    @Test
    void answerThatNeverComesIsGivenUp() {
        var samples = TransportStats.samples(
                        Maybe.defer(() -> asked.incrementAndGet() == 1 ? Maybe.never() : Maybe.just(SAMPLE)), time)
                .test();
        time.advanceTimeBy(4, TimeUnit.SECONDS);
        samples.assertEmpty();
        time.advanceTimeBy(4, TimeUnit.SECONDS);
        assertThat(samples.values()).isNotEmpty();
    }

    @Test
    void nativeThreadIsNeverAsked() throws InterruptedException {
        ArrayDeque<MaybeObserver<? super TransportSample>> unanswered = new ArrayDeque<>();
        Set<Thread> askedOn = new HashSet<>();
        Maybe<TransportSample> look = Maybe.unsafeCreate(observer -> {
            askedOn.add(Thread.currentThread());
            observer.onSubscribe(Disposable.disposed());
            unanswered.add(observer);
        });
        var samples = TransportStats.samples(look, time).test();
        for (int i = 0; i < 3; i++) {
            time.advanceTimeBy(300, TimeUnit.MILLISECONDS);
            Thread natively = new Thread(() -> unanswered.remove().onSuccess(SAMPLE));
            natively.start();
            natively.join();
        }
        time.advanceTimeBy(300, TimeUnit.MILLISECONDS);
        samples.assertValueCount(3);
        assertThat(askedOn).containsExactly(Thread.currentThread());
    }
}
