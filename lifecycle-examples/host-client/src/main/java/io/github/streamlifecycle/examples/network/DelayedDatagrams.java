package io.github.streamlifecycle.examples.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** The datagrams of a relay that are on their way, each with the time at which it arrives. Used by its thread only. */
final class DelayedDatagrams {
    /** The last leg of a datagram's way. */
    interface Sending {
        void send(ByteBuffer content) throws IOException;

        /** Sends the datagram, or loses it, as any network may. */
        default void tryWith(ByteBuffer content) {
            try {
                send(content);
            } catch (IOException lost) {
                // nobody is told of a datagram that is lost
            }
        }
    }

    private record Delayed(long dueNanos, ByteBuffer content, Sending sending) {}

    private final PriorityQueue<Delayed> underWay = new PriorityQueue<>(Comparator.comparingLong(Delayed::dueNanos));

    void add(long delayNanos, ByteBuffer datagram, Sending sending) {
        ByteBuffer kept =
                ByteBuffer.allocate(datagram.remaining()).put(datagram).flip();
        underWay.add(new Delayed(System.nanoTime() + delayNanos, kept, sending));
    }

    /** Sends what is due, and returns the milliseconds until the next datagram is; 0 if there is none. */
    long sendDue() {
        for (Delayed next = underWay.peek(); next != null; next = underWay.peek()) {
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
