package io.github.streamlifecycle.livekit.presence;

/**
 * A signal of a publisher's peer connection: its states have changed, or its counters were looked at.
 *
 * @since 0.1.0
 */
public sealed interface PublisherSignal {
    /**
     * The states of the connection, after one of them changed.
     *
     * @param state both states
     */
    record StateChanged(PublisherState state) implements PublisherSignal {}

    /**
     * The counters of its transport at one moment.
     *
     * @param sample the counters
     */
    record Sampled(TransportSample sample) implements PublisherSignal {}
}
