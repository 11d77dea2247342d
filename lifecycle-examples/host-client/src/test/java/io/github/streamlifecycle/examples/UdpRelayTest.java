package io.github.streamlifecycle.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.streamlifecycle.examples.Conditions.Way;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
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
    private InetSocketAddress door;

    @BeforeEach
    void open() throws Exception {
        server = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = new DatagramSocket();
        server.setSoTimeout(2_000);
        client.setSoTimeout(2_000);
        door = relay.doorTo((InetSocketAddress) server.getLocalSocketAddress());
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
        send(client, door, "ping");
        DatagramPacket ping = receive(server);
        assertThat(text(ping)).isEqualTo("ping");
        send(server, (InetSocketAddress) ping.getSocketAddress(), "pong");
        assertThat(text(receive(client))).isEqualTo("pong");
    }

    @Test
    void forwardsNothingWhileCutAndAgainOnceHealed() throws Exception {
        relay.cut();
        send(client, door, "lost");
        server.setSoTimeout(200);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> receive(server));
        relay.heal();
        send(client, door, "arrived");
        server.setSoTimeout(2_000);
        assertThat(text(receive(server))).isEqualTo("arrived");
    }

    @Test
    void eachServerHasOneDoor() {
        InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
        assertThat(relay.doorTo(address)).isEqualTo(door);
    }

    @Test
    void cutOneWayLetsTheOtherThrough() throws Exception {
        send(client, door, "ping");
        InetSocketAddress back = (InetSocketAddress) receive(server).getSocketAddress();
        relay.become(Conditions.cut(Set.of(Way.FROM_SERVER)));
        send(client, door, "still heard");
        assertThat(text(receive(server))).isEqualTo("still heard");
        send(server, back, "lost");
        client.setSoTimeout(200);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> receive(client));
    }

    @Test
    void everythingIsLostAtAHundredPercent() throws Exception {
        relay.become(Conditions.losing(100));
        send(client, door, "lost");
        server.setSoTimeout(200);
        assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> receive(server));
    }

    @Test
    void lateDatagramsArriveAllTheSame() throws Exception {
        relay.become(Conditions.late(Duration.ofMillis(50)));
        for (int i = 0; i < 20; i++) {
            send(client, door, Integer.toString(i));
        }
        Set<String> arrived = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            arrived.add(text(receive(server)));
        }
        assertThat(arrived).hasSize(20);
    }
}
