package io.github.streamlifecycle.examples.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.examples.network.NetworkConditions.Direction;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UdpRelayTest {
    private final UdpRelay relay = new UdpRelay();
    private DatagramSocket server;
    private DatagramSocket client;
    private InetSocketAddress entrance;

    @BeforeEach
    void open() throws Exception {
        server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = new DatagramSocket();
        server.setSoTimeout(60_000);
        client.setSoTimeout(60_000);
        entrance = relay.addressFor((InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void close() {
        relay.close();
        server.close();
        client.close();
    }

    private static void send(DatagramSocket from, InetSocketAddress to, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private static DatagramPacket receive(DatagramSocket at) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void forwardsBothWays() throws Exception {
        send(client, entrance, "ping");
        DatagramPacket ping = receive(server);
        assertThat(text(ping)).isEqualTo("ping");
        send(server, (InetSocketAddress) ping.getSocketAddress(), "pong");
        assertThat(text(receive(client))).isEqualTo("pong");
    }

    private void awaitLost(long datagrams) {
        await().atMost(Duration.ofSeconds(60)).until(() -> relay.lost() == datagrams);
    }

    @Test
    void forwardsNothingWhileCutAndAgainOnceHealed() throws Exception {
        relay.cut();
        send(client, entrance, "lost");
        awaitLost(1);
        relay.heal();
        send(client, entrance, "arrived");
        assertThat(text(receive(server))).isEqualTo("arrived");
    }

    @Test
    void eachServerHasOneAddress() {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        assertThat(relay.addressFor(address)).isEqualTo(entrance);
    }

    @Test
    void cutOneWayLetsTheOtherThrough() throws Exception {
        send(client, entrance, "ping");
        InetSocketAddress back = (InetSocketAddress) receive(server).getSocketAddress();
        relay.become(NetworkConditions.cut(Set.of(Direction.FROM_SERVER)));
        send(client, entrance, "still heard");
        assertThat(text(receive(server))).isEqualTo("still heard");
        send(server, back, "lost");
        awaitLost(1);
        relay.heal();
        send(server, back, "arrived");
        assertThat(text(receive(client))).isEqualTo("arrived");
    }

    @Test
    void everythingIsLostAtAHundredPercent() throws Exception {
        relay.become(NetworkConditions.losing(100));
        for (int i = 0; i < 20; i++) {
            send(client, entrance, "lost");
        }
        awaitLost(20);
    }

    @Test
    void delayedDatagramsArriveAllTheSame() throws Exception {
        relay.become(NetworkConditions.late(Duration.ofMillis(50)));
        for (int i = 0; i < 20; i++) {
            send(client, entrance, Integer.toString(i));
        }
        Set<String> arrived = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            arrived.add(text(receive(server)));
        }
        assertThat(arrived).hasSize(20);
    }
}
