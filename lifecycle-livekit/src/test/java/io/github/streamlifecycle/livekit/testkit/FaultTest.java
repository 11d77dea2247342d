package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import livekit.LivekitEgress.EgressInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers that are no answers, as a caller over HTTP gets them. */
class FaultTest {
    @RegisterExtension
    static final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(100));

    private final LiveKitDouble server = embedded.server();
    private final TwirpCalls calls = new TwirpCalls(server);

    private InputStream bodyOf(Fault fault) throws Exception {
        server.script("StopEgress", fault);
        HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/twirp/livekit.Egress/StopEgress"))
                .header("Content-Type", "application/protobuf")
                .header("Authorization", "Bearer " + calls.token("roomRecord"))
                .POST(BodyPublishers.noBody())
                .build();
        var response = HttpClient.newHttpClient().send(request, BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/protobuf");
        return response.body();
    }

    @Test
    void trickleIsABodyByteByByte() throws Exception {
        try (InputStream body = bodyOf(Fault.trickle())) {
            assertThat(body.readNBytes(5)).hasSize(5);
        }
    }

    @Test
    void floodIsAHundredMegabytes() throws Exception {
        try (InputStream body = bodyOf(Fault.flood())) {
            assertThat(body.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(100_000_000);
        }
    }

    @Test
    void truncatedIsNoMessage() throws Exception {
        try (InputStream body = bodyOf(Fault.truncated())) {
            assertThatThrownBy(() -> EgressInfo.parseFrom(body)).isInstanceOf(InvalidProtocolBufferException.class);
        }
    }

    @Test
    void cutIsNoAnswer() {
        server.script("StopEgress", Fault.cut());
        assertThatThrownBy(() -> calls.stop("EG_x"))
                .isInstanceOf(UncheckedIOException.class)
                .hasCauseInstanceOf(IOException.class);
    }

    @Test
    void answerOfAProxyIsNoTwirp() {
        server.script("StopEgress", Fault.proxy(404, "<html>not here</html>"));
        assertThat(calls.stop("EG_x").body()).startsWith("<html>");
    }

    @Test
    void faultOfAMethodThatDoesNotExistIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.script("StartEgress", Fault.redisDown()))
                .withMessageContaining("\"StartEgress\"")
                .withMessageContaining("StartRoomCompositeEgress");
    }
}
