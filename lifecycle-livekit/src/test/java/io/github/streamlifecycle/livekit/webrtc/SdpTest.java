package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final Sdp OFFER = new Sdp("""
            v=0
            o=- 1 2 IN IP4 127.0.0.1
            s=-
            t=0 0
            a=group:BUNDLE 0
            m=video 9 UDP/TLS/RTP/SAVPF 96
            c=IN IP4 0.0.0.0
            a=candidate:1 1 udp 2122260223 192.0.2.2 5000 typ host
            a=candidate:2 1 tcp 1518280447 192.0.2.2 9 typ host tcptype active
            a=ice-ufrag:old
            a=ice-pwd:oldpassword
            a=mid:0
            """);

    @Test
    void udpCandidatesAreThoseThatMediaCanUse() {
        assertThat(OFFER.udpCandidates()).containsExactly(new InetSocketAddress("192.0.2.2", 5000));
    }

    @Test
    void withoutCandidatesLeavesTheRest() {
        assertThat(OFFER.withoutCandidates().text())
                .doesNotContain("candidate")
                .contains("a=ice-ufrag:old", "m=video", "a=mid:0");
    }

    @Test
    void movedCandidatesKeepAllButTheAddress() {
        Sdp moved = OFFER.withUdpCandidates(from -> new InetSocketAddress("127.0.0.1", from.getPort() + 1));
        assertThat(moved.text())
                .contains("a=candidate:1 1 udp 2122260223 127.0.0.1 5001 typ host")
                .doesNotContain("tcp", "192.0.2.2");
    }

    @Test
    void fragmentHasItsCredentialsWithinTheMediaSection() {
        assertThat(OFFER.iceFragment().text().lines())
                .startsWith("m=video 9 UDP/TLS/RTP/SAVPF 96", "a=mid:0", "a=ice-ufrag:old", "a=ice-pwd:oldpassword")
                .endsWith("a=end-of-candidates");
    }

    @Test
    void restartTakesCredentialsAndCandidates() {
        Sdp fragment = new Sdp("m=video 9 X 0\r\na=ice-ufrag:new\r\na=ice-pwd:newpassword\r\n"
                + "a=candidate:9 1 udp 1 192.0.2.9 6000 typ host\r\n");
        Sdp restarted = OFFER.restartedBy(fragment);
        assertThat(restarted.iceUfrag()).contains("new");
        assertThat(restarted.text()).contains("a=ice-pwd:newpassword").doesNotContain("old");
        assertThat(restarted.udpCandidates()).containsExactly(new InetSocketAddress("192.0.2.9", 6000));
    }
}
