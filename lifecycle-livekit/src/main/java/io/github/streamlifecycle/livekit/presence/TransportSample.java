package io.github.streamlifecycle.livekit.presence;

/**
 * What a publisher's transport had counted at one moment: W3C statistics {@code transport} and the selected
 * {@code candidate-pair}.
 *
 * @param atMillis when it was looked at, in milliseconds of any clock that does not jump
 * @param packetsReceived packets that came in, RTCP among them
 * @param packetsSent packets that went out
 * @param requestsSent connectivity checks that were sent
 * @param responsesReceived answers to them
 * @param roundTripMillis how long the latest answer took
 * @since 0.1.0
 */
public record TransportSample(
        long atMillis,
        long packetsReceived,
        long packetsSent,
        long requestsSent,
        long responsesReceived,
        long roundTripMillis) {}
