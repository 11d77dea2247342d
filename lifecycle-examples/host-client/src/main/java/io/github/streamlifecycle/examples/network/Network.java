package io.github.streamlifecycle.examples.network;

/** A network between a host and its server that can be cut. */
public interface Network {
    /** Stops forwarding, in both directions. */
    void cut();

    /** Forwards again. */
    void heal();

    /**
     * Returns a network that is not there, for a replay: what it did to the media is in the recording.
     *
     * @return a network whose methods do nothing
     */
    static Network none() {
        return new Network() {
            @Override
            public void cut() {
                // the recording has the signals that followed
            }

            @Override
            public void heal() {
                // the recording has the signals that followed
            }
        };
    }
}
