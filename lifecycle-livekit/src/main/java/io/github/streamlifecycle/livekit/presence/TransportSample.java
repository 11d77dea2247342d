package io.github.streamlifecycle.livekit.presence;

import java.util.Objects;

/**
 * The counters of a publisher's transport at one moment, from the W3C statistics {@code transport}, the selected
 * {@code candidate-pair} and {@code remote-inbound-rtp}. They never reset. Part of the expert layer of this package.
 *
 * @param atMillis the time of the sample, in milliseconds of any clock that does not jump
 * @param packets the packets of its transport
 * @param checks the connectivity checks of its selected pair
 * @param dtls the state of its DTLS transport
 * @since 0.1.0
 */
public record TransportSample(long atMillis, Packets packets, Checks checks, DtlsState dtls) {
    /**
     * Checks the parts.
     *
     * @param atMillis the time of the sample
     * @param packets the packets of its transport
     * @param checks the connectivity checks of its selected pair
     * @param dtls the state of its DTLS transport
     * @throws NullPointerException if a part of it is null
     */
    public TransportSample {
        Objects.requireNonNull(packets, "packets");
        Objects.requireNonNull(checks, "checks");
        Objects.requireNonNull(dtls, "dtls");
    }

    /**
     * The packets since the connection was made.
     *
     * @param received packets that came in, RTCP among them
     * @param sent packets that went out
     * @param lost packets of which the peer has said that they did not reach it
     */
    public record Packets(long received, long sent, long lost) {}

    /**
     * The ICE connectivity checks since the pair was selected.
     *
     * @param sent requests that were sent
     * @param answered answers to them
     * @param roundTripMillis the time that the latest answer took, in milliseconds
     */
    public record Checks(long sent, long answered, long roundTripMillis) {}
}
