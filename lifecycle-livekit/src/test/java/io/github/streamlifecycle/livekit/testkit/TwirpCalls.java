package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.auth0.jwt.JWT;
import com.auth0.jwt.algorithms.Algorithm;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import livekit.LivekitEgress.EgressStatus;
import org.awaitility.Awaitility;

/** Calls of a double's API in JSON, as any client without an SDK would make them. */
record TwirpCalls(LiveKitDouble server) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** A token for everything but what is an egress' matter, and for one more grant. */
    String token(String grant) {
        return token(grant, "twirp-room");
    }

    String token(String grant, String room) {
        return token(grant, room, Instant.now().plusSeconds(60));
    }

    String expiredToken() {
        return token("roomRecord", "twirp-room", Instant.EPOCH);
    }

    private String token(String grant, String room, Instant expires) {
        return JWT.create()
                .withIssuer(server.apiKey())
                .withExpiresAt(expires)
                .withClaim(
                        "video",
                        Map.of(grant, true, "roomAdmin", true, "roomCreate", true, "roomList", true, "room", room))
                .sign(Algorithm.HMAC256(server.apiSecret()));
    }

    HttpResponse<String> post(String method, String json) {
        return post(method, json, token("roomRecord"));
    }

    HttpResponse<String> post(String method, String json, String token) {
        String service = method.contains("Egress") || method.equals("Nope") ? "Egress" : "RoomService";
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(server.url() + "/twirp/livekit." + service + "/" + method))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonObject ok(String method, String json) {
        HttpResponse<String> response = post(method, json);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    String start(String method, String json) {
        return ok(method, json).get("egress_id").getAsString();
    }

    String start(String method, String json, NextEgress fate) {
        server.next(fate);
        return start(method, json);
    }

    HttpResponse<String> stop(String egressId) {
        return post("StopEgress", "{\"egress_id\":\"" + egressId + "\"}");
    }

    JsonObject egress(String egressId) {
        return ok("ListEgress", "{\"egress_id\":\"" + egressId + "\"}")
                .getAsJsonArray("items")
                .get(0)
                .getAsJsonObject();
    }

    EgressStatus status(String egressId) {
        return EgressStatus.valueOf(egress(egressId).get("status").getAsString());
    }

    void await(String egressId, EgressStatus status) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(60))
                .until(() -> status(egressId), status::equals);
    }

    /** The identities in a room, recorders included. */
    List<String> identities(String room) {
        JsonObject answer = ok("ListParticipants", "{\"room\":\"" + room + "\"}");
        return StreamSupport.stream(answer.getAsJsonArray("participants").spliterator(), false)
                .map(one -> one.getAsJsonObject().get("identity").getAsString())
                .toList();
    }
}
