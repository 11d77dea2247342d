package io.github.streamlifecycle.livekit.checks;

import java.time.Duration;

/**
 * The argument checks: each returns the argument, or throws an exception that names it and shows the offending value.
 *
 * @since 0.1.0
 */
public final class Checks {
    private Checks() {}

    /**
     * Checks a text that must say something.
     *
     * @param name the argument's name
     * @param value the argument
     * @return the argument
     * @throws IllegalArgumentException if it is blank
     */
    public static String notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank: \"" + value + "\"");
        }
        return value;
    }

    /**
     * Checks as {@link #notBlank} does, and never shows the value.
     *
     * @param name the argument's name
     * @param value the argument, a secret
     * @return the argument
     * @throws IllegalArgumentException if it is blank
     */
    public static String notBlankSecret(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value;
    }

    /**
     * Checks a number of things.
     *
     * @param name the argument's name
     * @param value the argument
     * @return the argument
     * @throws IllegalArgumentException if it is less than one
     */
    public static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    /**
     * Checks a time.
     *
     * @param name the argument's name
     * @param value the argument
     * @return the argument
     * @throws IllegalArgumentException if it is zero or negative
     */
    public static Duration positive(String name, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive: " + value);
        }
        return value;
    }

    /**
     * Checks a time that LiveKit takes as a number of seconds.
     *
     * @param name the argument's name
     * @param value the argument
     * @return the seconds
     * @throws IllegalArgumentException if it is not positive, not of whole seconds, or too long
     */
    public static int wholeSeconds(String name, Duration value) {
        long seconds = positive(name, value).toSeconds();
        if (!value.equals(Duration.ofSeconds(seconds)) || seconds > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(name + " must be a whole number of seconds, an int: " + value);
        }
        return (int) seconds;
    }

    /**
     * Refuses a duration below zero.
     *
     * @param name the argument's name
     * @param value the argument
     * @return the argument
     * @throws IllegalArgumentException if it is negative; the message has name and value
     */
    public static Duration notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative: " + value);
        }
        return value;
    }
}
