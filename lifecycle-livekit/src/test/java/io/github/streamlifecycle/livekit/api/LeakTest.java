package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Deed;
import io.github.streamlifecycle.livekit.HostileServer;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.Dispatcher;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** A thousand calls that end badly, each in its way, leave nothing behind. */
class LeakTest {
    private static final int RUNS = 1_000;
    private static final int AT_ONCE = 32;
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/x.mp4");
    /** Without those that take a hundred megabytes each to find out. */
    private static final List<Deed> DEEDS = Stream.of(Deed.values())
            .filter(deed -> !deed.name().contains("MEGABYTES") || deed == Deed.ANNOUNCES_100_MEGABYTES)
            .toList();

    private final AtomicInteger requests = new AtomicInteger();

    private Deed next() {
        return DEEDS.get(Math.floorMod(requests.getAndIncrement(), DEEDS.size()));
    }

    private static Single<?> call(ServerApi api, int run) {
        return switch (run % 5) {
            case 0 -> api.startEgress("room", FILE);
            case 1 -> api.stopEgress("EG_1");
            case 2 -> api.readEgress("EG_1");
            case 3 -> api.activeEgress("room");
            default -> api.participants("room");
        };
    }

    /** Those of OkHttp's task runner are shared by all clients of the JVM, are few and end after a minute. */
    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> !name.startsWith("OkHttp TaskRunner") && !name.startsWith("awaitility"))
                .sorted()
                .toList();
    }

    private static long openFiles() {
        if (!Files.isDirectory(OPEN_FILES)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(OPEN_FILES)) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many of them failed with a type. */
    private int run(int runs) {
        try (HostileServer server = new HostileServer(this::next);
                ServerConnection connection = Connections.to(server.url(), TIMEOUT)) {
            List<Dispatcher> dispatchers = connection.clients().dispatchers();
            // a thread ends ten seconds after its last call otherwise
            dispatchers.forEach(one -> threadsOf(one).setKeepAliveTime(10, TimeUnit.MILLISECONDS));
            List<Object> ends = Flowable.range(0, runs)
                    .flatMapSingle(
                            run -> call(connection.api(), run)
                                    .map(Object.class::cast)
                                    .onErrorReturn(error -> error),
                            false,
                            AT_ONCE)
                    .toList()
                    .blockingGet();
            await().until(() -> dispatchers.stream().allMatch(one -> one.runningCallsCount() == 0));
            await().until(() ->
                    dispatchers.stream().allMatch(one -> threadsOf(one).getPoolSize() == 0));
            connection.clients().closeIdleConnections();
            assertThat(connection.clients().connections().connectionCount()).isZero();
            return (int)
                    ends.stream().filter(LiveKitException.class::isInstance).count();
        }
    }

    private static ThreadPoolExecutor threadsOf(Dispatcher dispatcher) {
        return (ThreadPoolExecutor) dispatcher.executorService();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(1, TimeUnit.MINUTES);
    }

    @Test
    void thousandCallsThatEndBadlyLeaveNothingBehind() {
        run(2 * DEEDS.size());
        List<String> threads = threads();
        long files = openFiles();
        assertThat(run(RUNS)).isEqualTo(RUNS);
        await().untilAsserted(() -> {
            assertThat(threads()).hasSizeLessThanOrEqualTo(threads.size());
            assertThat(openFiles()).isLessThanOrEqualTo(files);
        });
    }
}
