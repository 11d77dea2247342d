package io.github.streamlifecycle.examples.guard.demo;

/** A reason why the demonstration cannot go on, in words for whoever looks at it. */
final class Setback extends Exception {
    private static final long serialVersionUID = 1L;

    Setback(String words) {
        super(words);
    }

    Setback(String words, Throwable cause) {
        super(words, cause);
    }

    String words() {
        return String.valueOf(getMessage());
    }
}
