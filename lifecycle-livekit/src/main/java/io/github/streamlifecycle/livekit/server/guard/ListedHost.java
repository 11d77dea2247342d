package io.github.streamlifecycle.livekit.server.guard;

/**
 * What one list of a room's participants says of the host of an egress, all by itself.
 *
 * @param answer what it says
 * @param askedAtMillis when it was asked for
 */
record ListedHost(Answer answer, long askedAtMillis) {
    static final ListedHost NO_LIST = new ListedHost(Answer.NOT_ASKED, 0);

    enum Answer {
        NOT_ASKED,
        THERE,
        MISSING
    }
}
