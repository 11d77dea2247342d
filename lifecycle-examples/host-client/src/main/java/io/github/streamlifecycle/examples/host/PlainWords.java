package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.examples.replay.CallFailure;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Errors and durations in the words of the user, without the names of classes, and with what to check next. */
final class PlainWords {
    private static final int LONGEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int UNAVAILABLE = 503;
    private static final Pattern CLASS_NAME =
            Pattern.compile("\\b(?:(?:[a-z]\\w*\\.)+[A-Z][\\w$]*|[A-Z]\\w*(?:Exception|Error))(?::\\s*(?:null\\b)?)?");
    private static final Pattern ISO_DURATION = Pattern.compile("\\bPT(?:\\d+(?:\\.\\d+)?[HMS])+");

    private PlainWords() {}

    /** Returns what went wrong, and what to check if the answer of the server tells. */
    static String of(Throwable error) {
        String words = of(String.valueOf(error.getMessage()));
        if (error instanceof LiveKitException failed) {
            return words + advice(failed.status().orElse(0), failed.code().orElse(""));
        }
        if (error instanceof CallFailure failed) {
            return words + advice(failed.status().orElse(0), "");
        }
        return words;
    }

    private static String advice(int status, String code) {
        if (status == UNAUTHORIZED) {
            return "; check LIVEKIT_API_KEY and LIVEKIT_API_SECRET";
        }
        if (status == UNAVAILABLE && code.equals("unavailable")) {
            return "; no egress worker took the job: is one running, does it use the server's Redis, and has it CPU to"
                    + " spare?";
        }
        return "";
    }

    /** Returns a text as one line without the names of classes and with readable durations. */
    static String of(String text) {
        String words = CLASS_NAME.matcher(text).replaceAll("");
        words = ISO_DURATION
                .matcher(words)
                .replaceAll(found -> Matcher.quoteReplacement(of(Duration.parse(found.group()))));
        words = words.replaceAll("\\p{Cntrl}+", " ").replaceAll("\\s+", " ").strip();
        words = words.replaceAll("[\\s:]+$", "");
        return words.length() > LONGEST ? words.substring(0, LONGEST) + "..." : words;
    }

    /** Returns a duration such as {@code 15 s} or {@code 1500 ms}. */
    static String of(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
