package io.github.streamlifecycle.livekit.checks;

import java.time.Duration;

/** The argument checks: each returns the argument, or throws an exception that names it and shows the offending value. */
public final class Checks {
    private Checks() {}

    public static String notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank: \"" + value + "\"");
        }
        return value;
    }

    /** Checks as {@link #notBlank} does, and never shows the value. */
    public static String notBlankSecret(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value;
    }

    public static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    public static Duration positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    /** Returns a positive time as LiveKit takes it: a number of seconds. */
    public static int wholeSeconds(String name, Duration value) {
        long seconds = positive(name, value).toSeconds();
        if (!value.equals(Duration.ofSeconds(seconds)) || seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be a whole number of seconds, an int: " + value);
        }
        return (int) seconds;
    }
}
