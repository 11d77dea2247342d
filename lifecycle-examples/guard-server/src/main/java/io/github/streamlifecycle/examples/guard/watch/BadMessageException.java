package io.github.streamlifecycle.examples.guard.watch;

import java.io.IOException;

/** Bytes that are no message. Its text never quotes them. */
final class BadMessageException extends IOException {
    private static final long serialVersionUID = 1L;

    BadMessageException(String message) {
        super(message);
    }
}
