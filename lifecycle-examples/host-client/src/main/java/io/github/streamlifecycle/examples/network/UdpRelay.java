package io.github.streamlifecycle.examples.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.UnresolvedAddressException;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A relay that forwards UDP as a NAT does, with one socket towards the server for each client, and that can be told to
 * lose or delay what it forwards.
 *
 * <p>A host that is led through it loses its media when the relay is cut, while the rest of the machine stays online.
 */
public final class UdpRelay implements Network, AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;

    private interface Reader {
        void read(DatagramChannel from) throws IOException;
    }

    private final Selector selector;
    private final Random random = new Random();
    private final InetAddress here;
    private final Map<InetSocketAddress, InetSocketAddress> addresses = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final DelayedDatagrams delayed = new DelayedDatagrams();
    private volatile NetworkConditions conditions = NetworkConditions.CLEAR;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean closed;

    /**
     * Opens a relay with a thread of its own.
     *
     * @throws UncheckedIOException if it cannot be opened
     */
    public UdpRelay() {
        try {
            selector = Selector.open();
            here = addressOfThisMachine();
        } catch (IOException e) {
            throw new UncheckedIOException("a UDP relay cannot be opened", e);
        }
        Thread thread = new Thread(this::run, "udp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns the address of this relay whose datagrams it forwards to a server, and opens it if it is new.
     *
     * @param server the address of the server
     * @return the address to send to instead
     * @throws UncheckedIOException if no port can be opened
     */
    public InetSocketAddress addressFor(InetSocketAddress server) {
        return addresses.computeIfAbsent(server, this::open);
    }

    @Override
    public void cut() {
        become(NetworkConditions.CUT);
    }

    @Override
    public void heal() {
        become(NetworkConditions.CLEAR);
    }

    /**
     * Changes what happens to datagrams from now on.
     *
     * @param changed the new conditions
     */
    public void become(NetworkConditions changed) {
        conditions = changed;
    }

    /** Returns how many datagrams were lost so far. */
    long lost() {
        return lost.get();
    }

    private InetSocketAddress open(InetSocketAddress server) {
        try {
            DatagramChannel entrance = DatagramChannel.open().bind(new InetSocketAddress(here, 0));
            Map<SocketAddress, DatagramChannel> towardsServer = new HashMap<>();
            register(entrance, from -> {
                SocketAddress client = from.receive(datagram);
                if (client != null) {
                    DatagramChannel to = towardsServer.get(client);
                    if (to == null) {
                        to = connected(server);
                        towardsServer.put(client, to);
                        register(to, answered -> {
                            answered.read(datagram);
                            forward(NetworkConditions.Direction.FROM_SERVER, content -> entrance.send(content, client));
                        });
                    }
                    DatagramChannel target = to;
                    forward(NetworkConditions.Direction.TO_SERVER, target::write);
                }
            });
            return (InetSocketAddress) entrance.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("no UDP port towards " + server, e);
        }
    }

    private static DatagramChannel connected(InetSocketAddress server) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.connect(server);
        } catch (IOException | UnresolvedAddressException unreachable) {
            channel.close();
            throw new IOException("no route to " + server, unreachable);
        }
    }

    private void register(DatagramChannel channel, Reader reader) throws IOException {
        channel.configureBlocking(false);
        tasks.add(() -> {
            try {
                channel.register(selector, SelectionKey.OP_READ, reader);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        selector.wakeup();
    }

    private void forward(NetworkConditions.Direction direction, DelayedDatagrams.Sending sending) {
        datagram.flip();
        NetworkConditions now = conditions;
        if (!datagram.hasRemaining()) {
            return;
        }
        if (now.cut().contains(direction) || random.nextInt(100) < now.lossPercent()) {
            lost.incrementAndGet();
            return;
        }
        long jitter = now.jitter().toNanos();
        if (jitter == 0) {
            sending.tryWith(datagram);
        } else {
            delayed.add((long) (random.nextDouble() * jitter), datagram, sending);
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(delayed.sendDue());
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                selector.selectedKeys().forEach(this::read);
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the UDP relay broke", e);
        }
    }

    private void read(SelectionKey key) {
        datagram.clear();
        try {
            ((Reader) key.attachment()).read((DatagramChannel) key.channel());
        } catch (IOException unreachable) {
            // nobody listens on that port any more: the datagram is lost
        }
    }

    /** Returns an address that WebRTC would gather a candidate for too: loopback only if there is no other. */
    private static InetAddress addressOfThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .filter(UdpRelay::isUsable)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .findFirst()
                .orElseGet(InetAddress::getLoopbackAddress);
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException unknown) {
            return false;
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
    }
}
