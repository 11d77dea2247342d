package io.github.streamlifecycle.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Datagrams that are under way for longer than others. They belong to the thread of their relay. */
final class LateDatagrams {
    /** The last leg of a datagram's way. */
    interface Sending {
        void send(ByteBuffer content) throws IOException;

        /** A datagram that cannot be sent is a datagram lost. */
        default void tryWith(ByteBuffer content) {
            try {
                send(content);
            } catch (IOException lost) {
                // as it would be on any network
            }
        }
    }

    private record Late(long dueNanos, ByteBuffer content, Sending sending) {}

    private final PriorityQueue<Late> underWay = new PriorityQueue<>(Comparator.comparingLong(Late::dueNanos));

    void add(long delayNanos, ByteBuffer datagram, Sending sending) {
        ByteBuffer kept =
                ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        underWay.add(new Late(System.nanoTime() + delayNanos, kept, sending));
    }

    /** Sends what is due; how many milliseconds there are until the next one is, 0 for none. */
    long sendWhatIsDue() {
        for (Late next = underWay.peek(); next != null; next = underWay.peek()) {
            long nanos = next.dueNanos() - System.nanoTime();
            if (nanos > 0) {
                return 1 + TimeUnit.NANOSECONDS.toMillis(nanos);
            }
            next.sending().tryWith(next.content());
            underWay.remove();
        }
        return 0;
    }
}
