package io.github.streamlifecycle.livekit.testkit;

/** Stream keys as LiveKit shows them: up to three characters of either end, never more than two thirds of the key. */
final class StreamKeys {
    private StreamKeys() {}

    static String redacted(String url) {
        int key = url.lastIndexOf('/') + 1;
        return url.substring(0, key) + "{" + shown(url.substring(key)) + "}";
    }

    private static String shown(String key) {
        int shown = Math.min(3, key.length() / 3);
        return key.substring(0, shown) + "..." + key.substring(key.length() - shown);
    }
}
