package io.github.streamlifecycle.livekit.api;

import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a server said, as it may be shown. A server, or a proxy before it, may say back what it was sent: the token, or a
 * URL with a stream key.
 */
public final class ServerText {
    private static final int LONGEST = 500;
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w.=-]*");
    private static final Pattern URL = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://([^\\s\"'/?#]*)([^\\s\"']*)");
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}]+");

    private ServerText() {}

    /** In one line, clipped, without tokens and without what follows the host of a URL. */
    public static String shown(String text) {
        String line = hidden(GAP.matcher(text).replaceAll(" ").strip());
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    /** Whether an error may be shown with all that caused it. */
    static boolean mayBeShown(@Nullable Throwable error) {
        if (error == null) {
            return true;
        }
        String message = error.getMessage();
        if (message != null && !hidden(message).equals(message)) {
            return false;
        }
        for (Throwable suppressed : error.getSuppressed()) {
            if (!mayBeShown(suppressed)) {
                return false;
            }
        }
        return mayBeShown(error.getCause());
    }

    private static String hidden(String text) {
        return URL.matcher(TOKEN.matcher(text).replaceAll("(token)"))
                .replaceAll(url -> Matcher.quoteReplacement(withoutPath(url)));
    }

    private static String withoutPath(MatchResult url) {
        boolean web = url.group(1).toLowerCase(Locale.ROOT).startsWith("http");
        if (!web || url.group(2).contains("@")) {
            return url.group(1) + "://...";
        }
        return url.group(1) + "://" + url.group(2) + (url.group(3).isEmpty() ? "" : "/...");
    }
}
