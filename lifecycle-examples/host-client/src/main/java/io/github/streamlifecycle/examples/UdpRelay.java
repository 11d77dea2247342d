package io.github.streamlifecycle.examples;

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

/**
 * A network that can be cut, lossy and late without root, on every OS: it forwards UDP as a NAT does, one socket towards
 * the server for each client.
 */
final class UdpRelay implements Show.Network, AutoCloseable {
    private static final int LARGEST_DATAGRAM = 65_535;

    private interface Reader {
        void read(DatagramChannel from) throws IOException;
    }

    private final Selector selector;
    private final Random random = new Random();
    private final InetAddress here;
    private final Map<InetSocketAddress, InetSocketAddress> doors = new ConcurrentHashMap<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
    private final LateDatagrams late = new LateDatagrams();
    private volatile Conditions conditions = Conditions.CLEAR;
    private volatile boolean closed;

    UdpRelay() {
        try {
            selector = Selector.open();
            here = hereAsSeenByWebRtc();
        } catch (IOException e) {
            throw new UncheckedIOException("a UDP relay cannot be opened", e);
        }
        Thread thread = new Thread(this::run, "udp-relay");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where to send what is meant for {@code server}. */
    InetSocketAddress doorTo(InetSocketAddress server) {
        return doors.computeIfAbsent(server, this::open);
    }

    @Override
    public void cut() {
        become(Conditions.CUT);
    }

    @Override
    public void heal() {
        become(Conditions.CLEAR);
    }

    void become(Conditions changed) {
        conditions = changed;
    }

    private InetSocketAddress open(InetSocketAddress server) {
        try {
            DatagramChannel door = DatagramChannel.open().bind(new InetSocketAddress(here, 0));
            Map<SocketAddress, DatagramChannel> towardsServer = new HashMap<>();
            register(door, from -> {
                SocketAddress client = from.receive(datagram);
                if (client != null) {
                    DatagramChannel to = towardsServer.get(client);
                    if (to == null) {
                        to = connected(server);
                        towardsServer.put(client, to);
                        register(to, answered -> {
                            answered.read(datagram);
                            forward(Conditions.Way.FROM_SERVER, content -> door.send(content, client));
                        });
                    }
                    DatagramChannel target = to;
                    forward(Conditions.Way.TO_SERVER, target::write);
                }
            });
            return (InetSocketAddress) door.getLocalAddress();
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
            throw new IOException("no way to " + server, unreachable);
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

    private void forward(Conditions.Way way, LateDatagrams.Sending sending) {
        datagram.flip();
        Conditions now = conditions;
        boolean lost = now.cut().contains(way) || random.nextInt(100) < now.lossPercent();
        if (lost || !datagram.hasRemaining()) {
            return;
        }
        long jitter = now.jitter().toNanos();
        if (jitter == 0) {
            sending.tryWith(datagram);
        } else {
            late.add((long) (random.nextDouble() * jitter), datagram, sending);
        }
    }

    private void run() {
        try (selector) {
            while (!closed) {
                selector.select(late.sendWhatIsDue());
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
            // a port that nobody listens on any more: the datagram is lost
        }
    }

    /** An address that a candidate gatherer would use too: not loopback, if there is any other. */
    private static InetAddress hereAsSeenByWebRtc() throws SocketException {
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
