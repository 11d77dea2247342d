package io.github.streamlifecycle.livekit.api;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rule by which texts of others are shown: a server, or a proxy before it, may say back what it was sent, which is a
 * token, or a URL with a stream key or a password. Hidden are JSON Web Tokens, all of a URL but its scheme and, for
 * http(s), its host, and the secrets that are named by {@link #hiding}.
 *
 * <p>Public for {@code .webrtc} only; not part of the library's API.
 *
 * @since 0.1.0
 */
public final class Redaction {
    private static final int LONGEST = 500;
    private static final String HIDDEN = "(token)";
    private static final Pattern TOKEN = Pattern.compile("eyJ[\\w.=-]*");
    private static final Pattern URL = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*)://([^\\s\"'/?#]*)([^\\s\"']*)");
    private static final Pattern GAP = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final Redaction DEFAULTS = new Redaction(List.of());

    private final List<String> secrets;

    private Redaction(List<String> secrets) {
        this.secrets = secrets;
    }

    /**
     * Returns the rule without a secret of its own.
     *
     * @return the rule
     */
    public static Redaction ofDefaults() {
        return DEFAULTS;
    }

    /**
     * Returns a rule that also hides a text wherever it stands.
     *
     * @param secret the text, such as a token that is no JSON Web Token; nothing is added if it is blank
     * @return the rule
     */
    public Redaction hiding(String secret) {
        return secret.isBlank()
                ? this
                : new Redaction(
                        Stream.concat(secrets.stream(), Stream.of(secret)).toList());
    }

    /**
     * Returns a text in one line of at most 500 characters, without the secrets in it.
     *
     * @param text a text from elsewhere
     * @return a text that may be logged
     */
    public String shown(String text) {
        String line = GAP.matcher(redacted(text)).replaceAll(" ").strip();
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    /**
     * Shows the message of an error, as {@link #shown} does.
     *
     * @param error the error
     * @return a text that may be logged; says so if there is no message
     */
    public String messageOf(Throwable error) {
        try {
            return shown(String.valueOf(error.getMessage()));
        } catch (RuntimeException | LinkageError hostile) {
            return "(its message cannot be read)";
        }
    }

    /**
     * Returns whether an error may be logged unchanged, with its causes and suppressed errors.
     *
     * @param error the error
     * @return false if one of their messages holds a secret
     */
    public boolean allows(Throwable error) {
        try {
            return allows(error, Collections.newSetFromMap(new IdentityHashMap<>()));
        } catch (RuntimeException | LinkageError hostile) {
            return false;
        }
    }

    private boolean allows(@Nullable Throwable error, Set<Throwable> seen) {
        if (error == null || !seen.add(error)) {
            return true;
        }
        // a subclass may say more in its description than in its message
        String said = error + " " + error.getMessage();
        return redacted(said).equals(said)
                && Stream.of(error.getSuppressed()).allMatch(suppressed -> allows(suppressed, seen))
                && allows(error.getCause(), seen);
    }

    private String redacted(String text) {
        String rest = text;
        for (String secret : secrets) {
            rest = rest.replace(secret, HIDDEN);
        }
        return URL.matcher(TOKEN.matcher(rest).replaceAll(HIDDEN))
                .replaceAll(url -> Matcher.quoteReplacement(withoutPath(url)));
    }

    private static String withoutPath(MatchResult url) {
        boolean web = url.group(1).toLowerCase(Locale.ROOT).startsWith("http");
        if (!web || url.group(2).contains("@")) {
            return url.group(1) + "://...";
        }
        return url.group(1) + "://" + url.group(2) + (url.group(3).isEmpty() ? "" : "/...");
    }

    @Override
    public String toString() {
        return "redaction that hides " + secrets.size() + " more";
    }
}
