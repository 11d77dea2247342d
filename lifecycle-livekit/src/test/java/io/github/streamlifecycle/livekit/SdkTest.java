package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import io.github.streamlifecycle.livekit.api.Http;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.api.TwirpApi;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitEgress.EgressInfo;
import okhttp3.OkHttpClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What has to be set right around LiveKit's SDK. */
class SdkTest {
    private static final int AT_ONCE = 64;
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @Test
    void sixtyFourCallsAreMadeAtOnceOnDaemonThreads() {
        AtomicInteger arrived = new AtomicInteger();
        OkHttpClient http = Http.client(64);
        try (HostileServer server = new HostileServer(() -> {
            arrived.incrementAndGet();
            return Deed.NEVER_ANSWERS;
        })) {
            ServerApi api = new TwirpApi(server.url(), "key", SECRET, http);
            Disposable calls = Flowable.range(0, AT_ONCE + 1)
                    .flatMapSingle(i -> api.stopEgress("EG_1"), true, AT_ONCE + 1)
                    .subscribe(info -> {}, error -> {});
            Awaitility.await().until(() -> arrived.get() == AT_ONCE);
            assertThat(http.dispatcher().queuedCallsCount()).isEqualTo(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    // OkHttp calls them so as long as they call
                    .filteredOn(thread -> thread.getName().startsWith("OkHttp " + server.url()))
                    .hasSize(AT_ONCE)
                    .allMatch(Thread::isDaemon);
            calls.dispose();
            Awaitility.await().until(() -> http.dispatcher().runningCallsCount() == 0);
        }
    }

    @Test
    void thereIsOneOkHttpOnTheClassPath() throws Exception {
        assertThat(Collections.list(getClass().getClassLoader().getResources("okhttp3/OkHttpClient.class")))
                .hasSize(1);
    }

    @Test
    void publishTokenLastsAsLongAsAsked() {
        try (LiveKit livekit = LiveKit.connect("http://example.com", "key", SECRET)) {
            Instant end = JWT.decode(livekit.publishToken("room", "host", Duration.ofMinutes(5)))
                    .getExpiresAtAsInstant();
            assertThat(Duration.between(Instant.now(), end)).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        }
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
