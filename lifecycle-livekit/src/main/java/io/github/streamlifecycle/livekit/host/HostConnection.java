package io.github.streamlifecycle.livekit.host;

import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * A connection over which a host publishes. A {@link ReturningHost} has one after another.
 *
 * @since 0.1.0
 */
public interface HostConnection {
    /**
     * Returns the signals of this connection.
     *
     * @return its signals, from now on and while subscribed; an end of them, with or without an error, is taken for the
     *     end of the connection
     */
    Flowable<PublisherSignal> signals();

    /**
     * Restarts ICE: looks for a new network path to the server, for the same session.
     *
     * <p>A restart that the server may know of is carried through even if its subscriber is disposed, since a restart of
     * one end alone breaks the connection.
     *
     * @return completes when the restart was negotiated; fails if the server was not reached, or no longer has this
     *     session
     */
    Completable restartIce();

    /**
     * Asks the server if another device publishes as this host.
     *
     * <p>Only a participant that cannot be of this host's own making counts as another device. An offer whose answer was
     * lost may have made a participant of which this host knows nothing; connecting again replaces it.
     *
     * @return true if another device does; fails if the server cannot be asked
     */
    Single<Boolean> isReplaced();

    /**
     * Leaves: ends the session on the server, then closes this end.
     *
     * @return completes when both are done; fails, with this end closed, if the server was not reached
     */
    Completable leave();

    /**
     * Closes this end without telling the server, because another connection is about to replace it. It is closed when
     * this returns.
     */
    void abandon();
}
