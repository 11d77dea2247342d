package io.github.streamlifecycle.livekit.host;

import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;

/**
 * A connection by which a host publishes: what a {@link ReturningHost} has one after the other of.
 *
 * @since 0.1.0
 */
public interface HostConnection {
    /**
     * What it says of itself.
     *
     * @return its signals, from now on and while subscribed
     */
    Flowable<PublisherSignal> signals();

    /**
     * Looks for a new way to the server, for the same session.
     *
     * @return completes when it was negotiated; fails if the server was not reached, or does not have this session any
     *     more
     */
    Completable restartIce();

    /**
     * Whether the server has given its place to another connection of the same host, made by somebody else.
     *
     * @return true if so; fails if the server cannot be asked
     */
    Single<Boolean> isReplaced();

    /**
     * Ends it: says goodbye to the server, then closes this end.
     *
     * @return completes when both were done; fails if the server was not reached
     */
    Completable leave();

    /** Closes this end without a word, because another connection takes its place. */
    void abandon();
}
