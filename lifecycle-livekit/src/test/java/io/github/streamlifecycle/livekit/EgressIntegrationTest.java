package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.stop.StopReceipt.AlreadyEnded;
import io.livekit.server.RoomServiceClient;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the egress tables that a server without an egress worker can show. */
class EgressIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.Servers#all";
    private static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/x.mp4");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static LiveKitException failure(Single<?> call) {
        Object result =
                call.map(Object.class::cast).onErrorReturn(error -> error).blockingGet();
        assertThat(result).isInstanceOf(LiveKitException.class);
        return (LiveKitException) result;
    }

    private static String token(Server server, String grant, Instant expires) {
        return JWT.create()
                .withIssuer(server.apiKey())
                .withExpiresAt(expires)
                .withClaim("video", Map.of(grant, true))
                .sign(Algorithm.HMAC256(server.apiSecret()));
    }

    private static HttpResponse<String> post(Server server, String method, String token) throws Exception {
        String http = server.url().replaceFirst("^ws", "http").replaceAll("/$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(http + "/twirp/livekit.Egress/" + method))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"egress_id\":\"\"}"));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static void assertAnswered(HttpResponse<String> answer, int status, String body) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(body);
    }

    private static RoomServiceClient rooms(Server server) {
        String http = server.url().replaceFirst("^ws", "http");
        return RoomServiceClient.createClient(http, server.apiKey(), server.apiSecret());
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void stopOfAnUnknownEgressIsAlreadyEnded(Server server) {
        try (LiveKit livekit = server.connect()) {
            assertThat(livekit.egress().stop("EG_unknown").blockingGet())
                    .isInstanceOfSatisfying(AlreadyEnded.class, ended -> {
                        assertThat(ended.status()).isEmpty();
                        assertThat(ended.tries().made()).isEqualTo(1);
                    });
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void emptyIdIsNotFound(Server server) throws Exception {
        String token = token(server, "roomRecord", Instant.now().plusSeconds(60));
        assertAnswered(post(server, "StopEgress", token), 404, "\"code\":\"not_found\"");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void unknownEgressIsNotFound(Server server) {
        try (LiveKit livekit = server.connect()) {
            assertThat(livekit.egress().find("EG_unknown").isEmpty().blockingGet())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void missingRoomHasNoEgressAndTakesNone(Server server) {
        try (LiveKit livekit = server.connect()) {
            assertThat(livekit.egress().active("nobody-is-here").blockingGet()).isEmpty();
            LiveKitException refused = failure(livekit.egress().start("nobody-is-here", FILE));
            assertThat(refused.status()).hasValue(404);
            assertThat(refused.code()).contains("not_found");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void missingRoomIsEmptyAndIsNotListed(Server server) {
        try (LiveKit livekit = server.connect()) {
            assertThat(livekit.participants("nobody-is-here").blockingGet()).isEmpty();
            assertThat(livekit.egress().reads().roomId("nobody-is-here").blockingGet())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void roomIsListedWithItsId(Server server) throws Exception {
        String name = "listed-" + UUID.randomUUID();
        var made = rooms(server).createRoom(name).execute().body();
        try (LiveKit livekit = server.connect()) {
            assertThat(made).isNotNull();
            assertThat(livekit.egress().reads().roomId(name).blockingGet()).contains(made.getSid());
            assertThat(livekit.participants(name).blockingGet()).isEmpty();
        } finally {
            rooms(server).deleteRoom(name).execute();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongSecretIsRefusedAndShowsNoToken(Server server) {
        try (LiveKit livekit = LiveKit.connect(server.url(), server.apiKey(), "a-secret-of-another-server-32-chars")) {
            LiveKitException refused = failure(livekit.egress().active("room"));
            assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
            assertThat(refused.status()).hasValue(401);
            assertThat(refused.toString()).doesNotContain("eyJ");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void unknownKeyIsRefused(Server server) {
        try (LiveKit livekit = LiveKit.connect(server.url(), "unknown-key", server.apiSecret())) {
            LiveKitException refused = failure(livekit.egress().start("room", FILE));
            assertThat(refused.kind()).isEqualTo(Kind.REFUSED);
            assertThat(refused.status()).hasValue(401);
            assertThat(refused.toString()).doesNotContain("eyJ", "unknown-key");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void callWithoutTheGrantIsUnauthenticated(Server server) throws Exception {
        String code = "\"code\":\"unauthenticated\"";
        String token = token(server, "roomList", Instant.now().plusSeconds(60));
        assertAnswered(post(server, "StopEgress", token), 401, code);
        assertAnswered(post(server, "StopEgress", ""), 401, code);
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void expiredTokenIsSaidBackWhole(Server server) throws Exception {
        String expired = token(server, "roomRecord", Instant.EPOCH);
        assertAnswered(post(server, "StopEgress", expired), 401, expired);
        assertAnswered(post(server, "StopEgress", "garbage"), 401, "invalid authorization token");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void unknownMethodIsABadRoute(Server server) throws Exception {
        String token = token(server, "roomRecord", Instant.now().plusSeconds(60));
        assertAnswered(post(server, "Nope", token), 404, "\"code\":\"bad_route\"");
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void startThatNoWorkerTakesIsAmbiguous(Server server) throws Exception {
        String name = "no-worker-" + UUID.randomUUID();
        rooms(server).createRoom(name).execute();
        server.takeNoEgress();
        try (LiveKit livekit = server.connect()) {
            LiveKitException failed = failure(livekit.egress().start(name, FILE));
            assertThat(failed.kind()).isEqualTo(Kind.AMBIGUOUS);
            assertThat(failed.status()).hasValue(503);
            assertThat(failed.code()).contains("unavailable");
        } finally {
            rooms(server).deleteRoom(name).execute();
        }
    }
}
