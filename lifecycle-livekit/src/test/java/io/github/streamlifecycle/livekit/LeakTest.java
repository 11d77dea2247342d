package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.Http;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.api.TwirpApi;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.schedulers.Schedulers;
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
import okhttp3.OkHttpClient;
import org.awaitility.Awaitility;
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
            default -> new EgressControl(api).stop(StopRequest.of("EG_1").within(TIMEOUT, Schedulers.computation()));
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

    /** How many of them failed or gave up. */
    private int run(int runs) {
        OkHttpClient http = Http.client(64);
        // a thread ends ten seconds after its last call otherwise
        ThreadPoolExecutor threads = (ThreadPoolExecutor) http.dispatcher().executorService();
        threads.setKeepAliveTime(10, TimeUnit.MILLISECONDS);
        try (HostileServer server = new HostileServer(this::next)) {
            var timeouts = new TwirpApi.Timeouts(TIMEOUT, TIMEOUT, TIMEOUT);
            ServerApi api = new TwirpApi(server.url(), "key", "0123456789abcdef0123456789abcdef", http, timeouts);
            List<Object> ends = Flowable.range(0, runs)
                    .flatMapSingle(
                            run -> call(api, run).map(Object.class::cast).onErrorReturn(error -> error), false, AT_ONCE)
                    .toList()
                    .blockingGet();
            Awaitility.await().until(() -> http.dispatcher().runningCallsCount() == 0);
            Awaitility.await().until(() -> threads.getPoolSize() == 0);
            http.connectionPool().evictAll();
            assertThat(http.connectionPool().connectionCount()).isZero();
            return (int) ends.stream()
                    .filter(end -> end instanceof LiveKitException || end instanceof StopReceipt.GaveUp)
                    .count();
        }
    }

    @Test
    void thousandCallsThatEndBadlyLeaveNothingBehind() {
        run(2 * DEEDS.size());
        List<String> threads = threads();
        long files = openFiles();
        assertThat(run(RUNS)).isEqualTo(RUNS);
        Awaitility.await().untilAsserted(() -> {
            assertThat(threads()).hasSizeLessThanOrEqualTo(threads.size());
            assertThat(openFiles()).isLessThanOrEqualTo(files);
        });
    }
}
