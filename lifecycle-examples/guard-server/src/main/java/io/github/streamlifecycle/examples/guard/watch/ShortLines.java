package io.github.streamlifecycle.examples.guard.watch;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Lines of text of which only the beginning is kept, however long they are.
 *
 * @param text the text, which should be buffered
 * @param longest how many characters of a line are kept
 */
record ShortLines(Reader text, int longest) {
    /** Returns the beginning of the next line; empty at the end. */
    Optional<String> next() throws IOException {
        StringBuilder line = new StringBuilder();
        int one = text.read();
        if (one < 0) {
            return Optional.empty();
        }
        while (one >= 0 && one != '\n') {
            if (line.length() < longest && one != '\r') {
                line.append((char) one);
            }
            one = text.read();
        }
        return Optional.of(line.toString());
    }
}
