package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.junit.jupiter.api.Test;

class WhipHttpTest {
    /** More than the five of a host that OkHttp makes at once if it is not told otherwise. */
    private static final int HOSTS = 40;

    @Test
    void callsOfManyHostsDoNotWaitForEachOther() throws Exception {
        CyclicBarrier everybodyIsHere = new CyclicBarrier(HOSTS);
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), HOSTS);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            try {
                everybodyIsHere.await(1, TimeUnit.MINUTES);
            } catch (Exception alone) {
                throw new IOException(alone);
            }
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        try {
            Request request = new Request.Builder()
                    .url("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                    .build();
            Flowable<Integer> statuses = Flowable.range(0, HOSTS)
                    .flatMapSingle(i -> WhipHttp.send(request, Duration.ofMinutes(2)), false, HOSTS)
                    .map(WhipHttp.Answer::status);
            assertThat(statuses.toList().blockingGet()).hasSize(HOSTS).containsOnly(204);
        } finally {
            server.stop(0);
            threads.shutdown();
        }
    }
}
