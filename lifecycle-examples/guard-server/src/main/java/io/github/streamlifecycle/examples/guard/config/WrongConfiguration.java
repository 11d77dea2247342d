package io.github.streamlifecycle.examples.guard.config;

import java.util.List;

/** A configuration that cannot be used. Its message has a line for each variable that is wrong, and no secret. */
public final class WrongConfiguration extends Exception {
    private static final long serialVersionUID = 1L;

    WrongConfiguration(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
    }
}
