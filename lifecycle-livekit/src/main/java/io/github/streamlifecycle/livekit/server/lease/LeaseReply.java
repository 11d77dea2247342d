package io.github.streamlifecycle.livekit.server.lease;

import java.util.OptionalInt;

/**
 * The answer to a message of a lease: the status of the HTTP response, or the code with which to close the WebSocket.
 *
 * @since 0.1.0
 */
public enum LeaseReply {
    /** The message was accepted. */
    KEPT(204),
    /** The message is malformed, or does not name its lease. */
    MALFORMED(400),
    /**
     * The token is missing, was not signed by one of our keys for joining a room, or expired before its lease began.
     */
    UNAUTHORIZED(401),
    /** The token belongs to another host than the connection's, or does not permit publishing. */
    FORBIDDEN(403),
    /** The host has ended this lease with a goodbye; a new lease needs another name. */
    ENDED(410),
    /** The message is larger than 16 KiB. */
    TOO_LARGE(413),
    /** The host sends more messages than the limit; this one is ignored. A WebSocket stays open. */
    TOO_OFTEN(429),
    /** The host, or the receiver, has reached its limit of leases. */
    TOO_MANY(429),
    /** The receiver is closed, or failed. */
    UNAVAILABLE(503);

    private static final int PRIVATE_CODES = 4_000;

    private final int status;

    LeaseReply(int status) {
        this.status = status;
    }

    /**
     * Returns the status of the answer to a POST.
     *
     * @return the HTTP status
     */
    public int status() {
        return status;
    }

    /**
     * Returns the answer to send over a WebSocket. A host that gets none considers the connection dead and makes
     * another.
     *
     * @return the status as a text
     */
    public String text() {
        return Integer.toString(status);
    }

    /**
     * Returns the code with which to close the WebSocket after the answer.
     *
     * @return 4000 plus the HTTP status; empty if the WebSocket stays open
     */
    public OptionalInt closeCode() {
        return this == KEPT || this == TOO_OFTEN ? OptionalInt.empty() : OptionalInt.of(PRIVATE_CODES + status);
    }
}
