package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.reactivex.rxjava3.core.Single;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that do not speak WHIP, and secrets that must not be shown. */
class WhipEndpointTest {
    private static final Sdp OFFER = new Sdp("v=0\r\n");

    private volatile String location = "/whip/v1/PA_1";
    private volatile int status = 201;
    private volatile String echo = "";
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            byte[] body = echo.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/a-secret-path");
    }

    private WhipEndpoint endpoint() {
        return new WhipEndpoint(uri(), () -> "eyJ.token");
    }

    private static WhipException failure(Single<?> call) {
        Object result =
                call.map(Object.class::cast).onErrorReturn(error -> error).blockingGet();
        assertThat(result).isInstanceOf(WhipException.class);
        return (WhipException) result;
    }

    @Test
    void sessionIsWhereTheServerSays() {
        assertThat(endpoint().post(OFFER).blockingGet().location()).isEqualTo(uri().resolve("/whip/v1/PA_1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://[bad", "http://127.0.0.1:1/whip/v1/PA_1", "https://127.0.0.1/whip", ""})
    void sessionElsewhereIsMalformed(String elsewhere) {
        location = elsewhere;
        assertThat(failure(endpoint().post(OFFER)).kind()).isEqualTo(WhipException.Kind.MALFORMED);
    }

    @Test
    void iceRestartWithoutCredentialsIsMalformed() {
        WhipResource session = endpoint().post(OFFER).blockingGet();
        status = 204;
        assertThat(failure(endpoint().restartIce(session, OFFER)).kind()).isEqualTo(WhipException.Kind.MALFORMED);
    }

    @Test
    void sessionThatIsGoneIsLeft() {
        WhipResource session = endpoint().post(OFFER).blockingGet();
        status = 404;
        endpoint().delete(session).test().awaitDone(60, TimeUnit.SECONDS).assertComplete();
    }

    @Test
    void tokenThatNoHeaderMayHaveIsNotShown() {
        WhipException refused = failure(new WhipEndpoint(uri(), () -> "eyJ.secret\n").post(OFFER));
        assertThat(refused).hasMessageNotContaining("eyJ").hasNoCause();
    }

    @Test
    void refusalNamesTheServerAndNotThePath() {
        status = 503;
        WhipException refused = failure(endpoint().post(OFFER));
        assertThat(refused.status()).hasValue(503);
        assertThat(refused).hasMessageContaining("127.0.0.1").hasMessageNotContaining("a-secret-path");
    }

    private void assertShowsNoSecret(WhipException failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertThat(trace.toString())
                .contains("127.0.0.1:" + server.getAddress().getPort())
                .doesNotContain("a-user", "a-password", "a-secret-path", "a-stream-key", "PA_secret");
    }

    private WhipEndpoint secretEndpoint() {
        return new WhipEndpoint(
                URI.create("http://a-user:a-password@127.0.0.1:"
                        + server.getAddress().getPort() + "/a-secret-path?key=a-stream-key"),
                () -> "eyJ.token");
    }

    @Test
    void refusalShowsNoUserInfoAndNoPath() {
        status = 500;
        echo = "no route for a-secret-path, key=a-stream-key";
        assertShowsNoSecret(failure(secretEndpoint().post(OFFER)));
    }

    @Test
    void malformedAnswerShowsNoUserInfoAndNoPath() {
        location = "http://a-user:a-password@127.0.0.2/a-secret-path";
        assertShowsNoSecret(failure(secretEndpoint().post(OFFER)));
    }

    @Test
    void unreachableServerIsNamedWithoutUserInfoAndPath() {
        WhipEndpoint endpoint = secretEndpoint();
        server.stop(0);
        assertShowsNoSecret(failure(endpoint.post(OFFER)));
    }

    @Test
    void sessionIsNotShownWhenItsServerRefuses() {
        location = "/whip/v1/PA_secret";
        WhipResource session = secretEndpoint().post(OFFER).blockingGet();
        status = 500;
        echo = "no session at /whip/v1/PA_secret";
        assertShowsNoSecret(failure(secretEndpoint().restartIce(session, OFFER)));
    }

    @Test
    void sessionIsHereWhateverTheUserInfo() {
        assertThat(secretEndpoint().post(OFFER).blockingGet().location().getPath())
                .isEqualTo("/whip/v1/PA_1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://a-user:a-password@example.com/a-secret-path", "http:///a-secret-path", "a-secret-path"})
    void wrongEndpointIsRefusedWithoutItsSecrets(String wrong) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WhipClient.to(URI.create(wrong), () -> ""))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("a-user", "a-secret-path"));
    }

    @Test
    void endpointThatIsNoHttpUrlIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WhipClient.to(URI.create("ftp://example.com"), () -> ""))
                .withMessageContaining("ftp://example.com");
    }
}
