package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.apache.pekko.actor.Address;

/** The addresses of replicas, and what their ports say. Each is of a number, whatever name it was given by. */
final class Peers {
    static final String SYSTEM = "guard";
    private static final String PROTOCOL = "pekko";
    private static final int CONNECT_MILLIS = 500;
    private static final Comparator<GuardConfig.Address> ORDER =
            Comparator.comparing(GuardConfig.Address::host).thenComparing(GuardConfig.Address::port);

    private Peers() {}

    /** What a port answers. */
    enum Answer {
        /** Somebody listens, though it may stand still. */
        ACCEPTED,
        /** The machine is there and nobody listens: the process has ended. */
        REFUSED,
        /** Nothing, so that nothing is known. */
        NONE
    }

    static GuardConfig.Address numbered(GuardConfig.Address named) throws UnknownHostException {
        return new GuardConfig.Address(InetAddress.getByName(named.host()).getHostAddress(), named.port());
    }

    /**
     * Finds the addresses of all.
     *
     * @return the addresses in an order that is the same for all replicas; those whose names nobody knows are missing
     */
    static List<GuardConfig.Address> find(GuardConfig.Cluster config) {
        TreeSet<GuardConfig.Address> found = new TreeSet<>(ORDER);
        if (config.peers() instanceof GuardConfig.Peers.Dns dns) {
            for (InetAddress one : all(dns.name())) {
                found.add(new GuardConfig.Address(
                        one.getHostAddress(), config.self().port()));
            }
        } else if (config.peers() instanceof GuardConfig.Peers.Seeds seeds) {
            for (GuardConfig.Address seed : seeds.addresses()) {
                for (InetAddress one : all(seed.host())) {
                    found.add(new GuardConfig.Address(one.getHostAddress(), seed.port()));
                }
            }
        }
        return new ArrayList<>(found);
    }

    private static InetAddress[] all(String name) {
        try {
            return InetAddress.getAllByName(name);
        } catch (UnknownHostException notYet) {
            return new InetAddress[0];
        }
    }

    /** Returns those in the order of {@link #find}. */
    static List<GuardConfig.Address> sorted(List<GuardConfig.Address> addresses) {
        return addresses.stream().distinct().sorted(ORDER).toList();
    }

    static Answer ask(GuardConfig.Address address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            return Answer.ACCEPTED;
        } catch (ConnectException refused) {
            String why = String.valueOf(refused.getMessage());
            return why.contains("refused") ? Answer.REFUSED : Answer.NONE;
        } catch (IOException none) {
            return Answer.NONE;
        }
    }

    /** Returns those whose ports accept. All are asked at once: between the first answer and the last not much is to happen. */
    static List<GuardConfig.Address> live(List<GuardConfig.Address> addresses) {
        Executor threads = task -> new Thread(task, "look for replicas").start();
        List<CompletableFuture<Answer>> answers = addresses.stream()
                .map(one -> CompletableFuture.supplyAsync(() -> ask(one), threads))
                .toList();
        return IntStream.range(0, addresses.size())
                .filter(i -> answers.get(i).join() == Answer.ACCEPTED)
                .mapToObj(addresses::get)
                .toList();
    }

    static Address engine(GuardConfig.Address address) {
        return Address.apply(PROTOCOL, SYSTEM, address.host(), address.port());
    }

    static GuardConfig.Address config(Address address) {
        return new GuardConfig.Address(
                address.getHost().orElse(""), address.getPort().orElse(0));
    }

    /** Returns an address as operators know it. */
    static String name(Address address) {
        return config(address).toString();
    }
}
