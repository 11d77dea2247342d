package io.github.streamlifecycle.livekit.server.guard;

import java.util.OptionalLong;

/**
 * What becomes of a guarded egress if nothing more is heard of its host. Times are in milliseconds since the epoch, by the
 * guard's clock.
 *
 * @since 0.1.0
 */
public sealed interface Outlook {
    /** It goes on. */
    record GoesOn() implements Outlook {}

    /**
     * It is stopped unless its host is back by then.
     *
     * @param drop how it loses its host
     * @param sinceMillis since when the host is missed, or idles
     * @param atMillis when it is stopped at the earliest; later if the room has to be read first
     */
    record StopsAt(Drop drop, long sinceMillis, long atMillis) implements Outlook {}

    /**
     * It is being stopped.
     *
     * @param drop how it lost its host
     * @param sinceMillis when the host was first missed
     * @param failures how often it was tried in vain
     * @param againAtMillis when it is tried again; empty while a try is under way
     */
    record BeingStopped(Drop drop, long sinceMillis, int failures, OptionalLong againAtMillis) implements Outlook {}
}
