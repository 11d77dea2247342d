package io.github.streamlifecycle.livekit.egress;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The URL of something outside LiveKit, which may carry a secret: a stream key, a token. Not parsed as a URI, which some
 * stream keys that LiveKit takes are not.
 */
final class TargetUrl {
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://");
    private static final Pattern HOST = Pattern.compile(
            "([a-zA-Z][a-zA-Z0-9+.-]*)://(?:[^/?#\\\\]*@)?(\\[[0-9a-fA-F:.]+]|[^/?#\\\\@:\\s]+)(?::\\d*)?(?:[/?#\\\\].*)?");
    static final String HIDDEN = "...";

    private TargetUrl() {}

    /** Returns a URL without everything after its scheme. */
    static String schemeOnly(String url) {
        Matcher begins = SCHEME.matcher(url);
        return begins.lookingAt() ? begins.group(1).toLowerCase(Locale.ROOT) + "://..." : HIDDEN;
    }

    /** Returns the URL of a web page without user, port, path and query; empty if it names no host. */
    static Optional<String> schemeAndHost(String url) {
        Matcher parts = HOST.matcher(url);
        return parts.matches()
                ? Optional.of(parts.group(1).toLowerCase(Locale.ROOT) + "://" + parts.group(2))
                : Optional.empty();
    }

    /**
     * Returns the scheme of a URL, in lower case, if it is one of those allowed; no more than that goes into a message.
     */
    static String scheme(String what, String url, String... allowed) {
        Matcher begins = SCHEME.matcher(url);
        String scheme = begins.lookingAt() ? begins.group(1).toLowerCase(Locale.ROOT) : "";
        if (!List.of(allowed).contains(scheme) || url.substring(begins.end()).isBlank()) {
            throw new IllegalArgumentException(what + " must begin with "
                    + String.join(":// or ", allowed) + ":// and name a host: "
                    + (scheme.isEmpty() ? "(" + url.length() + " characters)" : scheme + "://..."));
        }
        return scheme;
    }

    /**
     * Returns whether a record shows a URL that was sent. LiveKit hides the part after the last slash of an RTMP URL,
     * except up to three characters at either end: <code>rtmp://host/live/{st...m1}</code>. Other URLs are shown
     * unchanged.
     */
    static boolean isShownAs(String shown, String sent) {
        int key = sent.lastIndexOf('/') + 1;
        return shown.equals(sent)
                || (shown.regionMatches(0, sent, 0, key) && isKeyShownAs(shown.substring(key), sent.substring(key)));
    }

    private static boolean isKeyShownAs(String shown, String key) {
        int end = shown.lastIndexOf('}');
        // what follows, LiveKit's " live=1", is no part of the key
        if (!shown.startsWith("{") || end < 0 || !key.endsWith(shown.substring(end + 1))) {
            return false;
        }
        String hidden = key.substring(0, key.length() - (shown.length() - end - 1));
        String ends = shown.substring(1, end);
        // a key may hold dots of its own, so every place where the ends may part is tried
        return IntStream.rangeClosed(0, ends.length() - HIDDEN.length())
                .filter(i -> ends.startsWith(HIDDEN, i))
                .anyMatch(i -> hidden.startsWith(ends.substring(0, i))
                        && hidden.endsWith(ends.substring(i + HIDDEN.length())));
    }
}
