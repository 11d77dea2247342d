package io.github.streamlifecycle.livekit.webrtc;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;

/**
 * LiveKit's signalling of one participant: protobuf messages over a WebSocket.
 *
 * <p>Messages and the end come on a thread of the HTTP client, one at a time. Sending never blocks.
 */
final class RoomSocket {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    /** A room of a thousand participants joins with less than a megabyte. */
    private static final int LONGEST_MESSAGE = 4 << 20;

    private static final int GOING_AWAY = 1001;

    /** Its selector thread and those of its pool are daemons. */
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .executor(Callbacks.EXECUTOR)
            .build();

    private final CompletableFuture<WebSocket> opened;
    /** One message after the other: a WebSocket takes no second one before the first has left. */
    private CompletableFuture<?> sent;

    private RoomSocket(CompletableFuture<WebSocket> opened) {
        this.opened = opened;
        this.sent = opened;
    }

    /** What comes of a socket: messages, then one end. */
    record Events(Consumer<SignalResponse> onMessage, Consumer<String> onEnd) {}

    /** Joins. The token goes as a header: URLs are logged. */
    static RoomSocket join(URI server, String token, Events events) {
        URI url = URI.create((server.getScheme().replaceFirst("^http", "ws") + "://" + server.getRawAuthority())
                + "/rtc?auto_subscribe=0&protocol=15&sdk=java&version=0");
        CompletableFuture<WebSocket> opened = CLIENT.newWebSocketBuilder()
                .connectTimeout(CONNECT_WITHIN)
                .header("Authorization", "Bearer " + token)
                .buildAsync(url, new Messages(events));
        RoomSocket socket = new RoomSocket(opened);
        socket.sent = opened.whenComplete((open, error) -> {
            if (error != null) {
                events.onEnd().accept(reasonOf(error));
            }
        });
        return socket;
    }

    /** Without the texts of exceptions, which may quote the request. */
    private static String reasonOf(Throwable error) {
        Throwable cause = error instanceof CompletionException wrapped ? wrapped.getCause() : error;
        return cause instanceof WebSocketHandshakeException refused
                ? "refused with status " + refused.getResponse().statusCode()
                : "no connection: " + cause.getClass().getSimpleName();
    }

    /** Sends, once what was sent before has left. What cannot be sent any more is dropped: the end says so. */
    synchronized void send(SignalRequest message) {
        ByteBuffer bytes = message.toByteString().asReadOnlyByteBuffer();
        sent = sent.thenCompose(ignored -> opened.join().sendBinary(bytes, true))
                .exceptionally(closed -> null);
    }

    /** Closes it once what was sent has left. */
    synchronized void close() {
        sent = sent.thenCompose(ignored -> opened.join().sendClose(GOING_AWAY, ""))
                .exceptionally(closed -> null)
                .thenRun(() -> opened.join().abort());
    }

    private static final class Messages implements WebSocket.Listener {
        private final Events events;
        private ByteArrayOutputStream message = new ByteArrayOutputStream();
        private boolean ended;

        Messages(Events events) {
            this.events = events;
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            message.writeBytes(bytes);
            if (message.size() > LONGEST_MESSAGE) {
                end("a message of more than " + LONGEST_MESSAGE + " bytes");
                socket.abort();
            } else if (last) {
                take(socket, message.toByteArray());
                message = new ByteArrayOutputStream();
            }
            socket.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void take(WebSocket socket, byte[] bytes) {
            try {
                events.onMessage().accept(SignalResponse.parseFrom(bytes));
            } catch (InvalidProtocolBufferException unreadable) {
                end("a message that is not LiveKit's");
                socket.abort();
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end("closed by the server with status " + status);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            end(error.getClass().getSimpleName());
        }

        private void end(String why) {
            if (!ended) {
                ended = true;
                events.onEnd().accept(why);
            }
        }
    }
}
