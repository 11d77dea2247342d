package io.github.streamlifecycle.livekit.server.lease;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Heard;
import io.github.streamlifecycle.livekit.server.lease.LeaseMessages.LeaseOwner;
import io.github.streamlifecycle.livekit.server.lease.LeaseMessages.Result;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receiving end of leases: hosts report once a second, by WebSocket or POST, that they publish. It works with any
 * web framework; {@code lease.js} ({@link #script}) is the other end, for browsers.
 *
 * <pre>{@code
 * LeaseReceiver leases = LeaseReceiver.start(ApiKeys.of(apiKey, apiSecret), observation -> queue.add(observation));
 *
 * // POST /lease
 * response.status(leases.post(request.bodyAsBytes()).status());
 *
 * // WebSocket /lease
 * LeaseConnection connection = leases.connected();             // on open
 * LeaseReply reply = connection.receive(message);              // on each text message
 * socket.send(reply.text());
 * reply.closeCode().ifPresent(code -> socket.close(code));
 * connection.closed();                                         // on close and on error
 * }</pre>
 *
 * <p>A host presents the LiveKit token that it joined with, and has a lease for that room and identity only. An expired
 * token renews a lease but begins none.
 *
 * <p>Each message of a host that publishes is an observation. Silence of 2.5 s and a closed socket are reported once,
 * media that are down and a goodbye as soon as the host reports them. Hosts' clocks are never used. The wall clock of
 * this machine is used only for the times in tokens and observations, never to measure.
 *
 * <p>The receiver's own trouble is never a host's fall. It is blind for a room until a host has presented a lease there
 * ({@link #says}). Time in which this process stood still is not silence, nor is a message that the server around it
 * turned away ({@link #missed}) or a socket that it closed itself. If most hosts fall silent at once, it reports
 * itself blind.
 *
 * <p>Limits: 16 KiB for each message; ten messages a second and four leases for each host; 256 hosts in each room;
 * 100,000 rooms.
 *
 * <p>Thread-safe. No method that takes data from the network throws. The listener is called with one observation at a
 * time, in order, on the threads that call this receiver and on its own thread; it should return at once, and its
 * exceptions are logged.
 *
 * @since 0.1.0
 */
public final class LeaseReceiver implements AutoCloseable {
    static final long LOOK_EVERY_MILLIS = 100;

    private static final Logger LOG = LoggerFactory.getLogger(LeaseReceiver.class);

    private final LeaseRooms rooms;
    private final LeaseMessages messages;
    private final AtomicLong sockets = new AtomicLong(Heard.BY_POST);
    private final @Nullable ScheduledExecutorService looks;

    /** Creates a receiver whose time passes only by {@link #advance}. */
    LeaseReceiver(
            ApiKeys keys, Consumer<? super Observation> listener, InstantSource wallClock, LongSupplier nanoTime) {
        this(keys, new LeaseRooms(listener, wallClock, nanoTime), wallClock, null);
    }

    private LeaseReceiver(
            ApiKeys keys, LeaseRooms rooms, InstantSource wallClock, @Nullable ScheduledExecutorService looks) {
        this.rooms = rooms;
        this.messages = new LeaseMessages(keys, rooms, wallClock);
        this.looks = looks;
    }

    /**
     * Starts a receiver. It has a daemon thread of its own until it is closed.
     *
     * @param keys the API keys that may sign hosts' tokens
     * @param listener takes the observations
     * @return the receiver
     */
    public static LeaseReceiver start(ApiKeys keys, Consumer<? super Observation> listener) {
        return start(keys, InstantSource.system(), listener);
    }

    /**
     * Starts a receiver that dates its observations by the clock of whoever takes them in.
     *
     * @param keys the API keys that may sign hosts' tokens
     * @param wallClock the time of day
     * @param listener takes the observations
     * @return the receiver
     */
    public static LeaseReceiver start(ApiKeys keys, InstantSource wallClock, Consumer<? super Observation> listener) {
        Objects.requireNonNull(keys, "keys");
        Objects.requireNonNull(wallClock, "wallClock");
        Objects.requireNonNull(listener, "listener");
        ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "streamlifecycle-leases");
            thread.setDaemon(true);
            return thread;
        });
        LeaseReceiver receiver =
                new LeaseReceiver(keys, new LeaseRooms(listener, wallClock, System::nanoTime), wallClock, looks);
        ScheduledFuture<?> unused = looks.scheduleWithFixedDelay(
                receiver::advanceSafely, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return receiver;
    }

    /**
     * Handles the body of a POST.
     *
     * @param body the body
     * @return the reply
     */
    public LeaseReply post(byte[] body) {
        return body.length > LeaseMessage.LONGEST
                ? LeaseReply.TOO_LARGE
                : heard(new String(body, StandardCharsets.UTF_8), Optional.empty(), Heard.BY_POST)
                        .reply();
    }

    /**
     * Handles the opening of a WebSocket.
     *
     * @return the connection, to be called with its messages and its end
     */
    public LeaseConnection connected() {
        return new LeaseConnection(this, sockets.incrementAndGet());
    }

    /**
     * Takes note that messages were turned away before they came here, such as for want of memory or connections. What
     * was not heard until now is then no silence of any host: silence counts from this call on.
     */
    public void missed() {
        rooms.missed();
    }

    /**
     * Returns the present observations of a room: the latest of each of its hosts, or that the receiver is blind for
     * the room because no host has presented a lease since it started.
     *
     * @param room the room's name
     * @return at least one observation
     */
    public List<Observation> says(String room) {
        return rooms.says(room);
    }

    /**
     * Returns the number of hosts whose lease is good, counted ten times a second.
     *
     * @return the number of hosts; 0 once this is closed
     */
    public int hosts() {
        return rooms.good();
    }

    /**
     * Returns {@code lease.js}, the other end for browsers, to be served as {@code text/javascript}.
     *
     * @return an ES module without dependencies, in UTF-8
     */
    public static byte[] script() {
        return resource("lease.js");
    }

    /**
     * Returns {@code lease.d.ts}, the types of {@link #script}.
     *
     * @return TypeScript declarations, in UTF-8
     */
    public static byte[] scriptTypes() {
        return resource("lease.d.ts");
    }

    /** Stops listening and reports, for every room, that this receiver is blind from now on. */
    @Override
    public void close() {
        if (looks != null) {
            looks.shutdownNow();
        }
        rooms.close();
    }

    void advance() {
        rooms.advance();
    }

    private void advanceSafely() {
        try {
            advance();
        } catch (Throwable thrown) {
            LOG.warn("leases could not be checked: {}", thrown.getClass().getName());
        }
    }

    /** Handles a message that came over a channel, on which a host may have been identified before. */
    Result heard(String text, Optional<LeaseOwner> before, long channel) {
        try {
            return messages.judge(text, before, channel);
        } catch (Throwable own) {
            LOG.warn(
                    "a lease's message could not be handled: {}", own.getClass().getName());
            return new Result(LeaseReply.UNAVAILABLE, Optional.empty());
        }
    }

    void closed(LeaseOwner owner, long channel) {
        try {
            rooms.closed(owner.token().host(), owner.lease(), channel);
        } catch (Throwable own) {
            LOG.warn(
                    "the end of a lease's socket could not be handled: {}",
                    own.getClass().getName());
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = LeaseReceiver.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(name + " cannot be read from the jar", broken);
        }
    }
}
