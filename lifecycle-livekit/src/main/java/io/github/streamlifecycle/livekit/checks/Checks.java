package io.github.streamlifecycle.livekit.checks;

import java.time.Duration;

/** What callers may pass: refused at once, with the name and the offending value. */
public final class Checks {
    private Checks() {}

    public static String named(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank: \"" + value + "\"");
        }
        return value;
    }

    /** As {@link #named}, for values that must not be shown. */
    public static String secret(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value;
    }

    public static Duration positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    /** A positive time as LiveKit takes it: a number of seconds. */
    public static int wholeSeconds(String name, Duration value) {
        long seconds = positive(name, value).toSeconds();
        if (!value.equals(Duration.ofSeconds(seconds)) || seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be a whole number of seconds, an int: " + value);
        }
        return (int) seconds;
    }
}
