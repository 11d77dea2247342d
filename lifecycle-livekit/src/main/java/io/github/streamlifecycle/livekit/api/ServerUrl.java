package io.github.streamlifecycle.livekit.api;

import java.util.Locale;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The URL of a LiveKit server, as users write it: http(s), or ws(s) as LiveKit's client SDKs want it. */
final class ServerUrl {
    private ServerUrl() {}

    /** Returns the URL as the server API wants it: http(s), ending in a slash, without user, path and query. */
    static String http(String url) {
        String lower = url.strip().toLowerCase(Locale.ROOT);
        String http = lower.startsWith("ws://") || lower.startsWith("wss://")
                ? "http" + url.strip().substring(2)
                : url.strip();
        @Nullable HttpUrl parsed = HttpUrl.parse(http);
        if (parsed == null) {
            throw new IllegalArgumentException(
                    "the LiveKit URL must begin with http://, https://, ws:// or wss:// and name a host: "
                            + shown(url));
        }
        if (!parsed.username().isEmpty() || !parsed.password().isEmpty() || parsed.query() != null) {
            throw new IllegalArgumentException(
                    "the LiveKit URL must carry no user, password or query: host " + parsed.host());
        }
        if (!parsed.encodedPath().equals("/")) {
            // LiveKit's API is at the root of its host
            throw new IllegalArgumentException("the LiveKit URL must carry no path, for http(s) and ws(s): " + url);
        }
        return parsed.newBuilder().fragment(null).build().toString();
    }

    /**
     * Returns a text that is safe to show: one that is no URL may be a secret in the wrong place, and a URL may hold a
     * password.
     */
    private static String shown(String url) {
        return url.contains("://") && !url.contains("@") ? url : "(" + url.length() + " characters)";
    }
}
