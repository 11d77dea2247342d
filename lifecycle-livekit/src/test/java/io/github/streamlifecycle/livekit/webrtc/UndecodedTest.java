package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class UndecodedTest {
    private static final String SOUND = """
            m=audio 9 UDP/TLS/RTP/SAVPF 111 40
            c=IN IP4 0.0.0.0
            a=mid:0
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 useinbandfec=1
            a=rtcp-fb:111 nack
            """;
    private static final String OFFER = """
            v=0
            a=group:BUNDLE 0 1
            """ + SOUND + """
            m=video 9 UDP/TLS/RTP/SAVPF 96 97
            c=IN IP4 0.0.0.0
            a=mid:1
            a=rtpmap:96 H264/90000
            a=fmtp:96 packetization-mode=1
            a=rtcp-fb:96 nack pli
            a=rtpmap:97 rtx/90000
            a=fmtp:97 apt=96
            a=extmap:3 urn:abs-send-time
            a=ssrc-group:FID 11 12
            a=ssrc:11 cname:host
            """;

    private static String text(String... parts) {
        return String.join("", parts).replace("\n", "\r\n");
    }

    @Test
    void videoIsToldWithOneCodecOfAnUnusedType() {
        assertThat(new Undecoded(new Sdp(text(OFFER))).told().text())
                .isEqualTo(text("v=0\na=group:BUNDLE 0 1\n", SOUND, """
                        m=video 9 UDP/TLS/RTP/SAVPF 41
                        c=IN IP4 0.0.0.0
                        a=mid:1
                        a=ssrc:11 cname:host
                        a=rtpmap:41 VP8/90000
                        """));
    }

    @Test
    void serverIsToldThatAllItsCodecsAreWelcome() {
        String answer = """
                v=0
                m=audio 9 UDP/TLS/RTP/SAVPF 111
                a=mid:0
                m=video 9 UDP/TLS/RTP/SAVPF 41
                c=IN IP4 0.0.0.0
                a=recvonly
                a=rtpmap:41 VP8/90000
                a=rtcp-fb:41 nack pli
                """;
        assertThat(new Undecoded(new Sdp(text(OFFER)))
                        .accepted(new Sdp(text(answer)))
                        .text())
                .isEqualTo(text("""
                        v=0
                        m=audio 9 UDP/TLS/RTP/SAVPF 111
                        a=mid:0
                        m=video 9 UDP/TLS/RTP/SAVPF 96 97
                        c=IN IP4 0.0.0.0
                        a=recvonly
                        a=rtpmap:96 H264/90000
                        a=fmtp:96 packetization-mode=1
                        a=rtpmap:97 rtx/90000
                        a=fmtp:97 apt=96
                        """));
    }

    @Test
    void offerWithoutVideoIsUnchanged() {
        String offer = text("v=0\n", SOUND, "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\na=mid:2\n");
        Undecoded undecoded = new Undecoded(new Sdp(offer));
        assertThat(undecoded.told().text()).isEqualTo(offer);
        assertThat(undecoded.accepted(new Sdp(offer)).text()).isEqualTo(offer);
    }

    @Test
    void offerThatUsesAllTypesIsRefused() {
        String all = IntStream.rangeClosed(0, 127).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        Undecoded undecoded = new Undecoded(new Sdp("v=0\r\nm=video 9 UDP/TLS/RTP/SAVPF " + all + "\r\n"));
        Assertions.assertThatIllegalArgumentException()
                .isThrownBy(undecoded::told)
                .withMessageContaining("payload types");
    }
}
