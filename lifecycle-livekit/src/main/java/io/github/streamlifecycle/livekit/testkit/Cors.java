package io.github.streamlifecycle.livekit.testkit;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderMap;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.util.Set;

/** The headers by which livekit-server lets pages of every origin call it, as they publish over WHIP from a browser. */
final class Cors {
    private static final HttpString ALLOWED_ORIGIN = new HttpString("Access-Control-Allow-Origin");
    private static final HttpString ALLOWED_METHODS = new HttpString("Access-Control-Allow-Methods");
    private static final HttpString ALLOWED_HEADERS = new HttpString("Access-Control-Allow-Headers");
    private static final HttpString EXPOSED_HEADERS = new HttpString("Access-Control-Expose-Headers");
    private static final HttpString MAX_AGE = new HttpString("Access-Control-Max-Age");
    private static final HttpString ASKED_METHOD = new HttpString("Access-Control-Request-Method");
    private static final HttpString ASKED_HEADERS = new HttpString("Access-Control-Request-Headers");

    /** The methods that a page may use. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS");

    private Cors() {}

    /** Adds the headers that a page's request needs on its answer, and answers a preflight itself. */
    static boolean isAnswered(HttpServerExchange exchange) {
        HeaderMap asked = exchange.getRequestHeaders();
        String origin = asked.getFirst(Headers.ORIGIN);
        if (origin == null) {
            return false;
        }
        HeaderMap answer = exchange.getResponseHeaders();
        if (!exchange.getRequestMethod().equals(Methods.OPTIONS) || !asked.contains(ASKED_METHOD)) {
            answer.put(ALLOWED_ORIGIN, origin).put(EXPOSED_HEADERS, "*").put(Headers.VARY, "Origin");
            return false;
        }
        answer.put(Headers.VARY, "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        String method = asked.getFirst(ASKED_METHOD);
        if (METHODS.contains(method)) {
            answer.put(ALLOWED_ORIGIN, origin).put(ALLOWED_METHODS, method).put(MAX_AGE, "86400");
            if (asked.contains(ASKED_HEADERS)) {
                answer.put(ALLOWED_HEADERS, asked.getFirst(ASKED_HEADERS));
            }
        }
        exchange.setStatusCode(204).endExchange();
        return true;
    }
}
