package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.server.lease.LeaseMessages.Said;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket by which a host keeps its lease. The host shows its token and names its lease in its first message.
 *
 * <p>Thread-safe; the two methods may be called from any thread, as a web framework does.
 *
 * @since 0.1.0
 */
public final class LeaseConnection {
    private final LeaseReceiver receiver;
    private final long number;
    private @Nullable Said identified;
    private boolean isClosed;

    LeaseConnection(LeaseReceiver receiver, long number) {
        this.receiver = receiver;
        this.number = number;
    }

    /**
     * Takes a text message.
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
        return result.reply();
    }

    /** Takes notice that the WebSocket is closed, for whatever reason. A second time changes nothing. */
    public synchronized void closed() {
        if (!isClosed) {
            isClosed = true;
            if (identified != null) {
                receiver.closed(identified, number);
            }
        }
    }
}
