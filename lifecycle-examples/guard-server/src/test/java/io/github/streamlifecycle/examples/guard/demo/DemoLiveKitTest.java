package io.github.streamlifecycle.examples.guard.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The verdict of the demonstration, by whether the stop came before or after the host's end. */
class DemoLiveKitTest {
    private final LiveKitDouble server = LiveKitDouble.builder().speed(20).start();
    private final LiveKit client = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final DemoLiveKit demo = new DemoLiveKit(server, new PrintStream(said, true, StandardCharsets.UTF_8));

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    private void stopAnEgress() {
        server.joinAndPublish(DemoLiveKit.ROOM, DemoLiveKit.HOST);
        client.egress()
                .start(DemoLiveKit.ROOM, RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .blockingGet();
        client.egress().stop(server.awaitLive(DemoLiveKit.ROOM)).blockingGet();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> server.webhooks().stream().anyMatch(body -> body.contains("\"egress_ended\"")));
    }

    private Verdict ask(String... words) throws IOException {
        demo.answer(new BufferedReader(new StringReader(String.join("\n", words))));
        List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
        String prefix = DemoProcess.MARK + DemoLiveKit.VERDICT + " ";
        return Verdict.parse(lines.get(lines.size() - 1).substring(prefix.length()));
    }

    @Test
    void stopAfterTheLossIsASuccess() throws IOException {
        assertThat(ask(DemoLiveKit.HOST_LOST, DemoLiveKit.VERDICT)).isEqualTo(new Verdict(0, Verdict.End.RUNS));
        stopAnEgress();
        assertThat(ask(DemoLiveKit.VERDICT)).isEqualTo(new Verdict(1, Verdict.End.ENDED));
    }

    @Test
    void stopBeforeTheLossIsNone() throws IOException {
        stopAnEgress();
        Verdict verdict = ask(DemoLiveKit.HOST_LOST, DemoLiveKit.VERDICT);
        assertThat(verdict.isStoppedOnce()).isFalse();
        assertThat(verdict.words()).contains("while its host was still there");
    }
}
