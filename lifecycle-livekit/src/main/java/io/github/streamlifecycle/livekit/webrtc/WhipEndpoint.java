package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.webrtc.WhipHttp.Answer;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** The HTTP of RFC 9725, as LiveKit speaks it. Each call is cold, sent once, and fails with a WhipException only. */
final class WhipEndpoint {
    /** LiveKit answers a call for a participant that is gone after 3 s. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    private static final String SCHEME = "Bearer ";
    private static final String HIDDEN = "(token)";
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

    /** As bytes, since a charset would be added to the type of text. */
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

    /** A session elsewhere would be sent our token. */
    private URI location(Answer response) {
        String named = header(response, "Location");
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
        Request.Builder request = step.on(new Request.Builder().url(uri.toString()));
        try {
            return request.header("Authorization", SCHEME + token.get()).build();
        } catch (IllegalArgumentException unusable) {
            // its text may have the header, and so the token
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
        return request.method() + " to " + where(request.url().uri());
    }

    private static String clipped(String body, Request request) {
        String line = GAP.matcher(withoutToken(body, request)).replaceAll(" ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }

    /** A server, or a proxy before it, may say back what it was sent. */
    private static String withoutToken(String text, Request request) {
        String sent = Objects.requireNonNullElse(request.header("Authorization"), SCHEME)
                .substring(SCHEME.length());
        return JWT.matcher(sent.isBlank() ? text : text.replace(sent, HIDDEN)).replaceAll(HIDDEN);
    }

    /** The cause goes along unless it quotes a token, such as from a status line that is none. */
    private static WhipException unreachable(Request request, Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        boolean clean = withoutToken(trace.toString(), request).equals(trace.toString());
        String said = cause.getMessage() == null ? "" : ": " + clipped(cause.getMessage(), request);
        return new WhipException(
                WhipException.Kind.UNREACHABLE,
                0,
                what(request) + " got no answer: " + cause.getClass().getSimpleName() + said,
                clean ? cause : null);
    }
}
