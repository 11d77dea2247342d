package io.github.streamlifecycle.livekit.presence;

/**
 * Something that a publisher's peer connection says of itself.
 *
 * @since 0.1.0
 */
public sealed interface PublisherSignal {
    /**
     * Its states, after one of them changed.
     *
     * @param state both
     */
    record StateChanged(PublisherState state) implements PublisherSignal {}

    /**
     * What its transport has counted.
     *
     * @param sample the counters
     */
    record Sampled(TransportSample sample) implements PublisherSignal {}
}
