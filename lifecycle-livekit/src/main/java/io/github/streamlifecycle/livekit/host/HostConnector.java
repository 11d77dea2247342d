package io.github.streamlifecycle.livekit.host;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;

/**
 * The maker of a {@link ReturningHost}'s connections, one after another.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface HostConnector {
    /**
     * Makes a connection.
     *
     * <p>An attempt that fails, is given up or is disposed leaves nothing behind, neither here nor on the server; one that
     * signals has nothing left to clean up by then.
     *
     * @param leaving completes if the host leaves meanwhile: give the attempt up, and fail once it is cleaned up
     * @return the connection, as soon as it is connected; fails if it could not be connected
     */
    Single<? extends HostConnection> connect(Completable leaving);
}
