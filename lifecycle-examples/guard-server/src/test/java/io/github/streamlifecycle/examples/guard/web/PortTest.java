package io.github.streamlifecycle.examples.guard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.examples.guard.config.GuardConfig.Address;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a flood can do to others has to be known here: a message that is turned away looks like a silent host. */
class PortTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final AtomicInteger turnedAway = new AtomicInteger();

    private Port open(int connections) {
        BodyLimits.Limit limit = new BodyLimits.Limit(10, 10, turnedAway::incrementAndGet);
        return Port.open(
                "test",
                new Address("127.0.0.1", 0),
                new Port.Limits(connections, Map.of("/lease", limit)),
                config -> config.routes.post("/lease", request -> request.status(204)));
    }

    private static Socket connect(Port port) throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port.number());
    }

    private static int post(Port port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.number() + "/lease"))
                .timeout(LONG)
                .POST(HttpRequest.BodyPublishers.ofString("renew"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static Socket sendHalf(Port port) throws IOException {
        Socket socket = connect(port);
        socket.getOutputStream()
                .write("POST /lease HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void bodyThatIsTurnedAwayForOthersIsTold() throws Exception {
        try (Port port = open(100)) {
            assertThat(post(port)).isEqualTo(204);
            assertThat(turnedAway).hasValue(0);
            List<Socket> slow = new ArrayList<>();
            // one that comes while the server has the body of another is turned away itself, so that it takes another
            // one
            await().atMost(LONG).until(() -> {
                slow.add(sendHalf(port));
                return post(port) == 503;
            });
            assertThat(turnedAway).hasPositiveValue();
            for (Socket one : slow) {
                one.close();
            }
            await().atMost(LONG).until(() -> post(port) == 204);
        }
    }

    @Test
    void portWithoutConnectionsLeftIsFull() throws Exception {
        try (Port port = open(2)) {
            assertThat(port.isFull()).isFalse();
            try (Socket one = connect(port);
                    Socket two = connect(port)) {
                assertThat(one.isConnected() && two.isConnected()).isTrue();
                await().atMost(LONG).until(port::isFull);
            }
            await().atMost(LONG).until(() -> !port.isFull());
        }
    }
}
