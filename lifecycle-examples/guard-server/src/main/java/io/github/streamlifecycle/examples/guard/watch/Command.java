package io.github.streamlifecycle.examples.guard.watch;

import java.net.URI;

/** A message of the guard server to a watcher process. */
sealed interface Command {
    /**
     * Begins to watch a room.
     *
     * @param watch the number by which later messages name this watch
     * @param room the room's name
     * @param url the server's URL
     */
    record Watch(long watch, String room, URI url) implements Command {}

    /**
     * Ends a watch.
     *
     * @param watch the number of the watch
     */
    record Unwatch(long watch) implements Command {}

    /**
     * The answer to {@link Report.TokenWanted}.
     *
     * @param question the number of the question
     * @param text the token: a secret
     */
    record Token(long question, String text) implements Command {
        /** Returns the number of the question, without the token. */
        @Override
        public String toString() {
            return "Token[question=" + question + "]";
        }
    }

    /**
     * The answer to {@link Report.HostAsked}.
     *
     * @param question the number of the question
     * @param isHost whether the participant's media matter
     */
    record Verdict(long question, boolean isHost) implements Command {}
}
