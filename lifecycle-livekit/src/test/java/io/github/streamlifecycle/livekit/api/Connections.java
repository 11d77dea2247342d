package io.github.streamlifecycle.livekit.api;

import java.time.Duration;

/** Connections for tests that have no time for the time-outs of a real server. */
public final class Connections {
    private static final String KEY = "key";
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    private Connections() {}

    public static ServerConnection to(String url, Duration timeout) {
        return to(url, KEY, SECRET, timeout);
    }

    public static ServerConnection to(String url, String apiKey, String apiSecret, Duration timeout) {
        return ServerConnection.builder(url, apiKey, apiSecret)
                .timeouts(Timeouts.all(timeout))
                .build();
    }
}
