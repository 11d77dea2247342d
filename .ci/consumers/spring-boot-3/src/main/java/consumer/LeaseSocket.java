package consumer;

import io.github.streamlifecycle.livekit.server.lease.LeaseConnection;
import io.github.streamlifecycle.livekit.server.lease.LeaseReceiver;
import io.github.streamlifecycle.livekit.server.lease.LeaseReply;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;

/** The WebSocket over which hosts renew their leases. */
final class LeaseSocket extends TextWebSocketHandler {
    private final LeaseReceiver leases;
    private final Map<String, LeaseConnection> connections = new ConcurrentHashMap<>();

    LeaseSocket(LeaseReceiver leases) {
        this.leases = leases;
    }

    @Override
    public void afterConnectionEstablished(WebSocketSession session) {
        session.setTextMessageSizeLimit(16 * 1024);
        connections.put(session.getId(), leases.connected());
    }

    @Override
    protected void handleTextMessage(WebSocketSession session, TextMessage message) throws IOException {
        LeaseReply reply = connections.get(session.getId()).receive(message.getPayload());
        session.sendMessage(new TextMessage(reply.text()));
        if (reply.closeCode().isPresent()) {
            session.close(new CloseStatus(reply.closeCode().getAsInt()));
        }
    }

    @Override
    public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
        LeaseConnection connection = connections.remove(session.getId());
        if (connection != null) {
            connection.closed();
        }
    }
}
