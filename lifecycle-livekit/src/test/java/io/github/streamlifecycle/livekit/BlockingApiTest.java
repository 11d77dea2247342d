package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.stop.StopReceipt.GaveUp;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application's {@code ServerApi} whose calls block the thread that makes them: that holds up its own call only. */
@Tag("P6")
class BlockingApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(100);

    private final CountDownLatch atTheEnd = new CountDownLatch(1);
    private final Set<String> asked = ConcurrentHashMap.newKeySet();
    private final LiveKit livekit = LiveKit.builder("http://127.0.0.1:1", "key", "0123456789abcdef0123456789abcdef")
            .dryRun()
            .through(this::blocking)
            .build();

    private ServerApi blocking(ServerApi api) {
        return (ServerApi) Proxy.newProxyInstance(
                ServerApi.class.getClassLoader(), new Class<?>[] {ServerApi.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("stopEgress")) {
                        asked.add((String) arguments[0]);
                        atTheEnd.await();
                    }
                    return method.invoke(api, arguments);
                });
    }

    @AfterEach
    void unblock() {
        atTheEnd.countDown();
        livekit.close();
    }

    private GuardedStream adopt(String egressId) {
        GuardedStream stream = livekit.guard("room", HostSwitch.create())
                .stopDeadline(Duration.ofSeconds(1))
                .adopt(egressId);
        assertThat(stream.whenLive().toCompletableFuture()).succeedsWithin(PATIENCE);
        return stream;
    }

    @Test
    void stopAllReturnsInTimeAndAsksForEveryStop() {
        adopt("EG_1");
        adopt("EG_2");
        assertThat(CompletableFuture.supplyAsync(() -> livekit.stopAll(SHORT), BlockingApiTest::onItsOwnThread))
                .succeedsWithin(PATIENCE);
        assertThat(asked).containsExactlyInAnyOrder("EG_1", "EG_2");
    }

    @Test
    void closeOfAStreamEndsAtItsDeadline() {
        GuardedStream stream = adopt("EG_1");
        assertThat(CompletableFuture.runAsync(stream::close, BlockingApiTest::onItsOwnThread))
                .succeedsWithin(PATIENCE);
    }

    @Test
    void outcomeIsToldThoughTheCallStillBlocks() {
        GuardedStream stream = adopt("EG_1");
        onItsOwnThread(stream::stop);
        assertThat(stream.whenEnded().toCompletableFuture())
                .succeedsWithin(PATIENCE)
                .isInstanceOfSatisfying(
                        Outcome.UserStopped.class,
                        stopped -> assertThat(stopped.receipt()).isInstanceOf(GaveUp.class));
    }

    private static void onItsOwnThread(Runnable task) {
        Schedulers.newThread().scheduleDirect(task);
    }
}
