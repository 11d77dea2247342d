package io.github.streamlifecycle.livekit.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.ListEgressRequest;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitEgress.StopEgressRequest;

/**
 * StopEgress and ListEgress of a server: every egress is ACTIVE until it is stopped. The embedded double does everything
 * on one thread, which would be what is measured.
 */
final class Loopback implements AutoCloseable {
    private static final int LONGEST_REQUEST = 1 << 14;
    private static final byte[] END_OF_HEADERS = {'\r', '\n', '\r', '\n'};

    private final ServerSocket listening;
    private final Pace pace;
    private final EgressStatus stopped;
    private final Map<String, EgressStatus> ended = new ConcurrentHashMap<>();
    private final Queue<Socket> connections = new ConcurrentLinkedQueue<>();
    private final CallsSeen stops = new CallsSeen();
    private final CallsSeen lists = new CallsSeen();
    private volatile CountDownLatch gate = new CountDownLatch(0);

    /** The time that an answer takes. */
    enum Pace {
        /** As long as LiveKit at its fastest, and as the embedded double. */
        LIVEKIT(10, 3),
        AT_ONCE(0, 0);

        private final long stopNanos;
        private final long listNanos;

        Pace(int stopMillis, int listMillis) {
            this.stopNanos = TimeUnit.MILLISECONDS.toNanos(stopMillis);
            this.listNanos = TimeUnit.MILLISECONDS.toNanos(listMillis);
        }

        private static void take(long nanos) {
            if (nanos > 0) {
                LockSupport.parkNanos(nanos);
            }
        }
    }

    /** The calls of one method. */
    static final class CallsSeen {
        private final AtomicInteger count = new AtomicInteger();
        private final AtomicInteger inFlight = new AtomicInteger();
        private final AtomicInteger mostInFlight = new AtomicInteger();
        private volatile long latestNanos;

        int count() {
            return count.get();
        }

        int inFlight() {
            return inFlight.get();
        }

        int mostInFlight() {
            return mostInFlight.get();
        }

        /** Returns the time of the first byte of the latest request, as {@link System#nanoTime}. */
        long latestNanos() {
            return latestNanos;
        }

        private void came(long firstByteNanos) {
            mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            latestNanos = firstByteNanos;
            count.incrementAndGet();
        }
    }

    /**
     * A server.
     *
     * @param pace the time that an answer takes
     * @param stopped what a stop is answered with: ENDING, and COMPLETE when read, or COMPLETE at once
     */
    Loopback(Pace pace, EgressStatus stopped) {
        this.pace = pace;
        this.stopped = stopped;
        try {
            listening = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("loopback-accept", this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + listening.getLocalPort();
    }

    CallsSeen stops() {
        return stops;
    }

    CallsSeen lists() {
        return lists;
    }

    /** Answers no stop until it is let go. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    void letGo() {
        gate.countDown();
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                start("loopback-connection", () -> serve(socket));
            }
        } catch (IOException closed) {
            // no more connections
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            byte[] request = new byte[LONGEST_REQUEST];
            while (true) {
                int length = socket.getInputStream().read(request);
                long firstByteNanos = System.nanoTime();
                if (length < 0) {
                    return;
                }
                socket.getOutputStream().write(answer(request, length, socket.getInputStream(), firstByteNanos));
            }
        } catch (IOException | InterruptedException callerIsGone) {
            // as for any server: nobody is left to tell
        } finally {
            connections.remove(socket);
        }
    }

    private byte[] answer(byte[] request, int read, InputStream more, long firstByteNanos)
            throws IOException, InterruptedException {
        int length = read;
        int body = endOfHeaders(request, length);
        while (body < 0) {
            length += more.read(request, length, request.length - length);
            body = endOfHeaders(request, length);
        }
        String headers = new String(request, 0, body, StandardCharsets.ISO_8859_1);
        int end = body + contentLength(headers);
        while (length < end) {
            length += more.read(request, length, end - length);
        }
        byte[] message = Arrays.copyOfRange(request, body, end);
        return http(headers.contains("/StopEgress ") ? stop(message, firstByteNanos) : list(message, firstByteNanos));
    }

    private byte[] stop(byte[] message, long firstByteNanos) throws IOException, InterruptedException {
        stops.came(firstByteNanos);
        gate.await();
        Pace.take(pace.stopNanos);
        String egressId = StopEgressRequest.parseFrom(message).getEgressId();
        ended.put(egressId, EgressStatus.EGRESS_COMPLETE);
        stops.inFlight.decrementAndGet();
        return info(egressId, stopped).toByteArray();
    }

    private byte[] list(byte[] message, long firstByteNanos) throws IOException {
        lists.came(firstByteNanos);
        Pace.take(pace.listNanos);
        String egressId = ListEgressRequest.parseFrom(message).getEgressId();
        lists.inFlight.decrementAndGet();
        return ListEgressResponse.newBuilder()
                .addItems(info(egressId, ended.getOrDefault(egressId, EgressStatus.EGRESS_ACTIVE)))
                .build()
                .toByteArray();
    }

    private static EgressInfo info(String egressId, EgressStatus status) {
        return EgressInfo.newBuilder()
                .setEgressId(egressId)
                .setRoomId("RM_0123456789ab")
                .setRoomName("room")
                .setStatus(status)
                .build();
    }

    private static byte[] http(byte[] message) {
        byte[] headers = ("HTTP/1.1 200 OK\r\nContent-Type: application/protobuf\r\nContent-Length: " + message.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] answer = Arrays.copyOf(headers, headers.length + message.length);
        System.arraycopy(message, 0, answer, headers.length, message.length);
        return answer;
    }

    /** Returns the index at which the body begins; -1 if the headers are incomplete. */
    private static int endOfHeaders(byte[] request, int length) {
        for (int end = END_OF_HEADERS.length; end <= length; end++) {
            if (Arrays.equals(request, end - END_OF_HEADERS.length, end, END_OF_HEADERS, 0, END_OF_HEADERS.length)) {
                return end;
            }
        }
        return -1;
    }

    private static int contentLength(String headers) {
        String name = "content-length: ";
        String lower = headers.toLowerCase(Locale.ROOT);
        int begin = lower.indexOf(name) + name.length();
        return Integer.parseInt(lower.substring(begin, lower.indexOf("\r\n", begin)));
    }

    @Override
    public void close() {
        letGo();
        try {
            listening.close();
            for (Socket socket : connections) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
