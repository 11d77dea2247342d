package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.webrtc.WhipHttp.Answer;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * A WHIP endpoint over HTTP (RFC 9725, as LiveKit implements it). Each call is cold, is sent once, and fails with a
 * {@link WhipException} only.
 *
 * <p>User info, path and query of an endpoint are secrets with some providers: like tokens, they reach no error text.
 */
final class WhipEndpoint {
    /** The time for a whole call; LiveKit answers one for a participant that is gone after 3 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final String SCHEME = "Bearer ";
    private static final String HIDDEN = "(hidden)";
    /** The length from which a secret is redacted; anything shorter would be found inside words. */
    private static final int SHORTEST_SECRET = 4;

    private static final Pattern JWT = Pattern.compile("eyJ[\\w.=-]*");
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final MediaType SDP = MediaType.get("application/sdp");
    private static final MediaType FRAGMENT = MediaType.get("application/trickle-ice-sdpfrag");

    private final URI endpoint;
    private final Supplier<String> token;
    private final Duration timeout;

    WhipEndpoint(URI endpoint, Supplier<String> token) {
        this(endpoint, token, TIMEOUT);
    }

    WhipEndpoint(URI endpoint, Supplier<String> token, Duration timeout) {
        this.endpoint = endpoint;
        this.token = token;
        this.timeout = timeout;
    }

    /** Offers a session. */
    Single<WhipResource> post(Sdp offer) {
        return send(endpoint, request -> request.post(body(SDP, offer)))
                .map(response -> new WhipResource(location(response), iceSession(response), new Sdp(response.body())));
    }

    /** Restarts ICE: the offer's new credentials and candidates for the server's. */
    Single<WhipResource> restartIce(WhipResource resource, Sdp offer) {
        return send(
                        resource.location(),
                        // RFC 9725 4.3.3: an ICE restart names no ICE session, since it ends them all
                        request -> request.header("If-Match", "*").patch(body(FRAGMENT, offer.iceFragment())))
                .map(response -> new WhipResource(
                        resource.location(), iceSession(response), restarted(resource, new Sdp(response.body()))));
    }

    /** Returns a body of bytes, since OkHttp adds a charset to the type of a string. */
    private static RequestBody body(MediaType type, Sdp sdp) {
        return RequestBody.create(sdp.text().getBytes(StandardCharsets.UTF_8), type);
    }

    private static Sdp restarted(WhipResource resource, Sdp fragment) {
        if (fragment.iceUfrag().isEmpty()) {
            throw new WhipException(WhipException.Kind.MALFORMED, "the answer to the ICE restart has no credentials");
        }
        return resource.answer().restartedBy(fragment);
    }

    private static String iceSession(Answer response) {
        return header(response, "ETag");
    }

    private static String header(Answer response, String name) {
        return Objects.requireNonNullElse(response.headers().get(name), "");
    }

    /** Returns the URL of the session. One on another host is refused, since it would receive our token. */
    private URI location(Answer response) {
        String named = header(response, "Location");
        try {
            URI location = endpoint.resolve(named);
            if (!named.isEmpty() && isHere(HttpUrl.get(location.toString()))) {
                return location;
            }
        } catch (IllegalArgumentException noUri) {
            // as if there were none
        }
        throw new WhipException(
                WhipException.Kind.MALFORMED,
                "the answer to the offer names no session at " + where(HttpUrl.get(endpoint.toString())));
    }

    private boolean isHere(HttpUrl url) {
        return where(url).equals(where(HttpUrl.get(endpoint.toString())));
    }

    /** Returns scheme, host and port only. */
    private static String where(HttpUrl url) {
        String host = url.host().contains(":") ? "[" + url.host() + "]" : url.host();
        boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
        return url.scheme() + "://" + host + (usual ? "" : ":" + url.port());
    }

    /** Ends the session. One that the server no longer knows has ended too. */
    Completable delete(WhipResource resource) {
        return send(resource.location(), Request.Builder::delete)
                .ignoreElement()
                .onErrorComplete(error -> error instanceof WhipException refused
                        && refused.status().orElse(0) == 404);
    }

    private interface Step {
        Request.Builder on(Request.Builder request);
    }

    private Single<Answer> send(URI uri, Step step) {
        return Single.fromCallable(() -> request(uri, step))
                .flatMap(request -> WhipHttp.send(request, timeout)
                        .onErrorResumeNext(error -> Single.error(unreachable(request, error)))
                        .map(response -> checked(request, response)));
    }

    private Request request(URI uri, Step step) {
        // OkHttp sends no user info: without it here, none can be quoted
        HttpUrl url = HttpUrl.get(uri.toString())
                .newBuilder()
                .username("")
                .password("")
                .build();
        Request.Builder request = step.on(new Request.Builder().url(url));
        try {
            return request.header("Authorization", SCHEME + token.get()).build();
        } catch (IllegalArgumentException unusable) {
            // its text may quote the header, and so the token
            throw new WhipException(
                    WhipException.Kind.REFUSED, "the token cannot be sent: it has characters that no header may have");
        }
    }

    private static Answer checked(Request request, Answer response) {
        int status = response.status();
        if (status / 100 == 2) {
            return response;
        }
        // the body of a 401 may hold the whole token
        String said = status == 401 ? "the token or its grants were not accepted" : clipped(response.body(), request);
        throw new WhipException(
                WhipException.Kind.REFUSED, status, what(request) + " answered " + status + ": " + said, null);
    }

    private static String what(Request request) {
        return request.method() + " to " + where(request.url());
    }

    private static String clipped(String body, Request request) {
        String line = GAP.matcher(withoutSecrets(body, request)).replaceAll(" ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    /** Returns a text without the request's secrets, which a server or a proxy may quote. */
    private static String withoutSecrets(String text, Request request) {
        String token = Objects.requireNonNullElse(request.header("Authorization"), SCHEME)
                .substring(SCHEME.length());
        String query = Objects.requireNonNullElse(request.url().encodedQuery(), "");
        String path = request.url().encodedPath().replaceFirst("^/", "");
        String clean = text;
        for (String secret : List.of(token, query, path)) {
            clean = secret.length() < SHORTEST_SECRET ? clean : clean.replace(secret, HIDDEN);
        }
        return JWT.matcher(clean).replaceAll(HIDDEN);
    }

    /**
     * Returns the failure of a call, with its cause unless that quotes a secret, such as in a malformed status line.
     */
    private static WhipException unreachable(Request request, Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        boolean clean = withoutSecrets(trace.toString(), request).equals(trace.toString());
        String said = cause.getMessage() == null ? "" : ": " + clipped(cause.getMessage(), request);
        return new WhipException(
                WhipException.Kind.UNREACHABLE,
                0,
                what(request) + " got no answer: " + cause.getClass().getSimpleName() + said,
                clean ? cause : null);
    }
}
