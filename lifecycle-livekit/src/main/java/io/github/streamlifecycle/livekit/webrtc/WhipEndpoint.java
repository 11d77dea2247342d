package io.github.streamlifecycle.livekit.webrtc;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The HTTP of RFC 9725, as LiveKit speaks it. Each call is cold, sent once, and fails with a WhipException only. */
final class WhipEndpoint {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** LiveKit answers a call for a participant that is gone after 3 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final String SDP = "application/sdp";
    private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final URI endpoint;
    private final Supplier<String> token;

    WhipEndpoint(URI endpoint, Supplier<String> token) {
        this.endpoint = endpoint;
        this.token = token;
    }

    /** Offers a session. */
    Single<WhipResource> post(Sdp offer) {
        return send(
                        endpoint,
                        "POST",
                        request -> request.header("Content-Type", SDP).POST(BodyPublishers.ofString(offer.text())))
                .map(response -> new WhipResource(location(response), iceSession(response), new Sdp(response.body())));
    }

    /** Restarts ICE: the offer's new credentials and candidates for the server's. */
    Single<WhipResource> restartIce(WhipResource resource, Sdp offer) {
        return send(
                        resource.location(),
                        "PATCH",
                        request -> request.header("Content-Type", FRAGMENT)
                                // RFC 9725 4.3.3: an ICE restart names no ICE session, since it ends them all
                                .header("If-Match", "*")
                                .method(
                                        "PATCH",
                                        BodyPublishers.ofString(
                                                offer.iceFragment().text())))
                .map(response -> new WhipResource(
                        resource.location(), iceSession(response), restarted(resource, new Sdp(response.body()))));
    }

    private static Sdp restarted(WhipResource resource, Sdp fragment) {
        if (fragment.iceUfrag().isEmpty()) {
            throw new WhipException(WhipException.Kind.MALFORMED, "the answer to the ICE restart has no credentials");
        }
        return resource.answer().restartedBy(fragment);
    }

    private static String iceSession(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElse("");
    }

    /** A session elsewhere would be sent our token. */
    private URI location(HttpResponse<String> response) {
        String named = response.headers().firstValue("Location").orElse("");
        try {
            URI location = endpoint.resolve(named);
            if (!named.isEmpty() && where(location).equals(where(endpoint))) {
                return location;
            }
        } catch (IllegalArgumentException noUri) {
            // as if there was none
        }
        throw new WhipException(
                WhipException.Kind.MALFORMED, "the answer to the offer names no session at " + where(endpoint));
    }

    /** Without the path, which is a secret with some providers. */
    private static String where(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** Ends the session. One that the server does not know any more has ended too. */
    Completable delete(WhipResource resource) {
        return send(resource.location(), "DELETE", HttpRequest.Builder::DELETE)
                .ignoreElement()
                .onErrorComplete(error -> error instanceof WhipException refused
                        && refused.status().orElse(0) == 404);
    }

    private interface Step {
        HttpRequest.Builder on(HttpRequest.Builder request);
    }

    private Single<HttpResponse<String>> send(URI uri, String method, Step step) {
        return Single.fromCallable(() -> request(uri, step))
                .flatMap(request -> Single.fromCompletionStage(http.sendAsync(request, BodyHandlers.ofString()))
                        // the request's own time-out ends with the headers
                        .timeout(TIMEOUT.toMillis() + 1_000, TimeUnit.MILLISECONDS, Callbacks.SCHEDULER)
                        .onErrorResumeNext(error -> Single.error(unreachable(method, uri, error))))
                .map(response -> checked(method, uri, response));
    }

    private HttpRequest request(URI uri, Step step) {
        try {
            return step.on(HttpRequest.newBuilder(uri))
                    .timeout(TIMEOUT)
                    .header("Authorization", "Bearer " + token.get())
                    .build();
        } catch (IllegalArgumentException unusable) {
            // its text has the header, and so the token
            throw new WhipException(
                    WhipException.Kind.REFUSED, "the token cannot be sent: it has characters that no header may have");
        }
    }

    private static HttpResponse<String> checked(String method, URI uri, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status / 100 == 2) {
            return response;
        }
        // the body of a 401 may hold the whole token
        String said = status == 401 ? "the token or its grants were not accepted" : clipped(response.body());
        throw new WhipException(
                WhipException.Kind.REFUSED,
                status,
                method + " to " + where(uri) + " answered " + status + ": " + said,
                null);
    }

    private static String clipped(String body) {
        String line = body.strip().replaceAll("\\s+", " ");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    private static WhipException unreachable(String method, URI uri, Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        String what = method + " to " + where(uri) + " got no answer: "
                + cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        return new WhipException(WhipException.Kind.UNREACHABLE, 0, what, cause);
    }
}
