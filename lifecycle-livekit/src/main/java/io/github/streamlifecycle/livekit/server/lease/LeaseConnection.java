package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.server.lease.LeaseMessages.LeaseOwner;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket over which a host renews its lease. The host presents its token and names its lease in its first message.
 *
 * <p>Thread-safe; both methods may be called from any thread, as a web framework does.
 *
 * @since 0.1.0
 */
public final class LeaseConnection {
    private final LeaseReceiver receiver;
    private final long number;
    private @Nullable LeaseOwner identified;
    /** The latest message was refused, and the WebSocket is closed for that: not a sign of its host. */
    private boolean isRefused;

    private boolean isClosed;

    LeaseConnection(LeaseReceiver receiver, long number) {
        this.receiver = receiver;
        this.number = number;
    }

    /**
     * Handles a text message.
     *
     * @param message the text
     * @return the reply; {@link LeaseReply#closeCode()} says whether to close the WebSocket
     */
    public synchronized LeaseReply receive(String message) {
        if (isClosed) {
            return LeaseReply.UNAVAILABLE;
        }
        LeaseMessages.Result result = receiver.heard(message, Optional.ofNullable(identified), number);
        result.identified().ifPresent(said -> identified = said);
        isRefused = result.reply().closeCode().isPresent();
        return result.reply();
    }

    /**
     * Handles the end of the WebSocket, for any reason. A second call changes nothing. The end of one whose latest message
     * was refused says nothing of its host, which has 2.5 s to come back.
     */
    public synchronized void closed() {
        if (!isClosed) {
            isClosed = true;
            if (identified != null && !isRefused) {
                receiver.closed(identified, number);
            }
        }
    }
}
