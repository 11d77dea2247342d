package io.github.streamlifecycle.livekit.server.lease;

import java.util.OptionalInt;

/**
 * The answer to a message of a lease: the status of the HTTP response, or the code with which to close the WebSocket.
 *
 * @since 0.1.0
 */
public enum LeaseReply {
    /** The message counts. */
    KEPT(204),
    /** It is not a message, or it does not say which lease it is of. */
    MALFORMED(400),
    /** The token is not a join token of ours, has expired before its lease began, or is missing. */
    UNAUTHORIZED(401),
    /** The token is not that of the connection's host, or does not allow to publish. */
    FORBIDDEN(403),
    /** The host has said goodbye by this lease; another one needs another name. */
    ENDED(410),
    /** The message is larger than 16 KiB. */
    TOO_LARGE(413),
    /** The host sends more than the limit: the message does not count. A WebSocket stays open. */
    TOO_OFTEN(429),
    /** The host, or the receiver, has as many leases as it may. */
    TOO_MANY(429),
    /** The receiver is closed, or failed. */
    UNAVAILABLE(503);

    private static final int PRIVATE_CODES = 4_000;

    private final int status;

    LeaseReply(int status) {
        this.status = status;
    }

    /**
     * Returns the answer to a POST.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }

    /**
     * Returns the answer to send by WebSocket. A host that gets none takes the connection for dead and makes another.
     *
     * @return the status as a text
     */
    public String text() {
        return Integer.toString(status);
    }

    /**
     * Returns how to close the WebSocket after the answer.
     *
     * @return the code to close it with, 4000 and the HTTP status; empty if it stays open
     */
    public OptionalInt closeCode() {
        return this == KEPT || this == TOO_OFTEN ? OptionalInt.empty() : OptionalInt.of(PRIVATE_CODES + status);
    }
}
