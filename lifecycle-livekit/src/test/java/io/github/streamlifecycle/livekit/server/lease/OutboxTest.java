package io.github.streamlifecycle.livekit.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OutboxTest {
    @Test
    void eachThreadsItemsComeInItsOrderOneAtATime() throws InterruptedException {
        List<int[]> told = new ArrayList<>();
        AtomicInteger inside = new AtomicInteger();
        Outbox<int[]> outbox = new Outbox<>(item -> {
            assertThat(inside.incrementAndGet()).isEqualTo(1);
            told.add(item);
            inside.decrementAndGet();
        });
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        outbox.add(new int[] {number, i});
                        outbox.drain();
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(told).hasSize(40_000);
        int[] next = new int[4];
        for (int[] item : told) {
            assertThat(item[1]).isEqualTo(next[item[0]]++);
        }
    }

    @Test
    void listenerThatBlocksHoldsUpNobodyElse() throws InterruptedException {
        List<Integer> told = new ArrayList<>();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Outbox<Integer> outbox = new Outbox<>(item -> {
            told.add(item);
            entered.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        outbox.add(-1);
        Thread blocked = new Thread(outbox::drain);
        blocked.start();
        entered.await();
        for (int i = 0; i < Outbox.MOST + 10; i++) {
            outbox.add(i);
            outbox.drain();
        }
        release.countDown();
        blocked.join();
        assertThat(told).hasSize(Outbox.MOST + 1);
        assertThat(told.get(1)).isEqualTo(10);
        assertThat(told.get(Outbox.MOST)).isEqualTo(Outbox.MOST + 9);
    }
}
