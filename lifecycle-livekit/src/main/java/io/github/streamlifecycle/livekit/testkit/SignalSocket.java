package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedBinaryMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSockets;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Function;
import livekit.LivekitRtc.SignalRequest;
import livekit.LivekitRtc.SignalResponse;
import org.xnio.IoUtils;

/** The WebSocket of one participant. What comes over it, and its end, come to the world. */
final class SignalSocket {
    private static final int NORMAL = 1000;

    /** What listens to a socket; on the world's thread. */
    interface Listener {
        void onMessage(SignalRequest message);

        void onClose();
    }

    private final WebSocketChannel channel;

    private SignalSocket(WebSocketChannel channel) {
        this.channel = channel;
    }

    /** Lets the world know of a socket that was opened. Messages wait until it has a listener. */
    static void open(WebSocketChannel channel, World world, Function<SignalSocket, Listener> opened) {
        SignalSocket socket = new SignalSocket(channel);
        world.run(() -> {
            Listener listener = opened.apply(socket);
            channel.getReceiveSetter().set(new Receiver(message -> world.run(() -> listener.onMessage(message))));
            channel.addCloseTask(closed -> world.run(listener::onClose));
            channel.resumeReceives();
        });
    }

    void send(SignalResponse.Builder message) {
        WebSockets.sendBinary(ByteBuffer.wrap(message.build().toByteArray()), channel, null);
    }

    /** Closes it after what was sent. */
    void close() {
        WebSockets.sendClose(NORMAL, "", channel, null);
    }

    void cut() {
        IoUtils.safeClose(channel);
    }

    private static final class Receiver extends AbstractReceiveListener {
        private final Consumer<SignalRequest> listener;

        Receiver(Consumer<SignalRequest> listener) {
            this.listener = listener;
        }

        @Override
        protected void onFullBinaryMessage(WebSocketChannel channel, BufferedBinaryMessage message) {
            var data = message.getData();
            try {
                ByteBuffer bytes = WebSockets.mergeBuffers(data.getResource());
                listener.accept(SignalRequest.parseFrom(bytes));
            } catch (InvalidProtocolBufferException unreadable) {
                IoUtils.safeClose(channel);
            } finally {
                data.free();
            }
        }
    }
}
