package io.github.streamlifecycle.examples.guard.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The network between replicas: each is reached at a port of this, which passes on what arrives, and each calls from an address of its
 * own, so that it is known who calls. Replicas that are cut off lose no connection: what is sent to them or by them is held back, as by a
 * network that has parted.
 */
final class ReplicaNetwork implements AutoCloseable {
    private static final int FIRST_CALLER = 11;
    private static final int NOBODY = -1;

    private final List<ServerSocket> doors = new ArrayList<>();
    private final List<Integer> behind;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    /** Guarded by this. */
    private final Set<Integer> cutOff = new HashSet<>();

    /**
     * Begins to listen.
     *
     * @param ports the port at which each replica is reached by the others
     * @param behind the port on which it listens
     */
    ReplicaNetwork(List<Integer> ports, List<Integer> behind) throws IOException {
        this.behind = List.copyOf(behind);
        for (int i = 0; i < ports.size(); i++) {
            int target = i;
            ServerSocket door = new ServerSocket(ports.get(i), 50, InetAddress.getLoopbackAddress());
            doors.add(door);
            run("door of replica " + i, () -> accept(door, target));
        }
    }

    /** Returns the options of the JVM of a replica by which it is part of this network. */
    List<String> options(int replica) {
        return List.of(
                "-Dpekko.remote.artery.bind.hostname=127.0.0.1",
                "-Dpekko.remote.artery.bind.port=" + behind.get(replica),
                "-Dpekko.remote.artery.advanced.tcp.outbound-client-hostname=127.0.0." + (FIRST_CALLER + replica));
    }

    /** Parts a replica from all others, for good. */
    synchronized void cutOff(int replica) {
        cutOff.add(replica);
    }

    private synchronized boolean isCut(int caller, int target) {
        return caller == NOBODY ? !cutOff.isEmpty() : cutOff.contains(caller) != cutOff.contains(target);
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void run(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException closed) {
                        // by either side, or with the network
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(ServerSocket door, int target) throws IOException {
        while (true) {
            Socket from = keep(door.accept());
            int caller = ((InetSocketAddress) from.getRemoteSocketAddress())
                            .getAddress()
                            .getAddress()[3]
                    - FIRST_CALLER;
            int known = caller >= 0 && caller < behind.size() ? caller : NOBODY;
            run("connection to replica " + target, () -> connect(from, known, target));
        }
    }

    private Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        open.add(socket);
        return socket;
    }

    private void connect(Socket from, int caller, int target) throws IOException, InterruptedException {
        try (from) {
            awaitPassage(caller, target);
            try (Socket to = keep(new Socket(InetAddress.getLoopbackAddress(), behind.get(target)))) {
                run("answers of replica " + target, () -> {
                    try (to;
                            from) {
                        pass(to.getInputStream(), from.getOutputStream(), caller, target);
                    }
                });
                pass(from.getInputStream(), to.getOutputStream(), caller, target);
            }
        }
    }

    private void pass(InputStream in, OutputStream out, int caller, int target)
            throws IOException, InterruptedException {
        byte[] some = new byte[8_192];
        for (int read = in.read(some); read >= 0; read = in.read(some)) {
            awaitPassage(caller, target);
            out.write(some, 0, read);
            out.flush();
        }
    }

    private synchronized void awaitPassage(int caller, int target) throws InterruptedException {
        while (isCut(caller, target)) {
            wait(); // until this is closed
        }
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket door : doors) {
            door.close();
        }
        for (Socket socket : open) {
            socket.close();
        }
        synchronized (this) {
            cutOff.clear(); // what is held back finds its socket closed
            notifyAll();
        }
    }
}
