package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Deed;
import io.github.streamlifecycle.livekit.HostileServer;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitEgress.EgressInfo;
import okhttp3.Dispatcher;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The corrections that LiveKit's SDK needs. */
class SdkTest {
    private static final int AT_ONCE = 64;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void sixtyFourCallsAreMadeAtOnceOnDaemonThreads() {
        AtomicInteger arrived = new AtomicInteger();
        try (HostileServer server = new HostileServer(() -> {
                    arrived.incrementAndGet();
                    return Deed.NEVER_ANSWERS;
                });
                ServerConnection connection =
                        ServerConnection.builder(server.url(), "key", SECRET).build()) {
            Dispatcher stops = connection.clients().stops().dispatcher();
            Disposable calls = Flowable.range(0, AT_ONCE + 1)
                    .flatMapSingle(i -> connection.api().stopEgress("EG_1"), true, AT_ONCE + 1)
                    .subscribe(info -> {}, error -> {});
            Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> arrived.get() == AT_ONCE);
            assertThat(stops.queuedCallsCount()).isEqualTo(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    // OkHttp calls them so as long as they call
                    .filteredOn(thread -> thread.getName().startsWith("OkHttp " + server.url()))
                    .hasSize(AT_ONCE)
                    .allMatch(Thread::isDaemon);
            calls.dispose();
            Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> stops.runningCallsCount() == 0);
        }
    }

    @Test
    void thereIsOneOkHttpOnTheClassPath() throws Exception {
        assertThat(Collections.list(getClass().getClassLoader().getResources("okhttp3/OkHttpClient.class")))
                .hasSize(1);
    }

    @Test
    void recordOfAUnifiedStartIsNotTakenForOurs() {
        EgressInfo unified =
                EgressInfo.newBuilder().setEgressId("EG_1").setRoomName("room").build();
        assertThat(unified.getRequestCase()).isEqualTo(EgressInfo.RequestCase.REQUEST_NOT_SET);
        assertThat(RoomCompositeEgress.grid().toFile("/out/x.mp4").mayHaveStarted(unified))
                .isFalse();
    }
}
