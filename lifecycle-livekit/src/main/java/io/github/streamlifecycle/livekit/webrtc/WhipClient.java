package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.host.ReturningHost;
import io.github.streamlifecycle.livekit.presence.DropThresholds;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Single;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;

/**
 * A publisher over WHIP (RFC 9725), to LiveKit or any other WHIP server. Immutable and thread-safe.
 *
 * <p>{@link #publish} makes one session; {@link #keepPublishing} makes a host that comes back after a drop, with one
 * session after another.
 *
 * @since 0.1.0
 */
public final class WhipClient {
    private static final Duration TOKEN_TIME = Duration.ofHours(6);

    private final WhipSettings settings;

    private WhipClient(WhipSettings settings) {
        this.settings = settings;
    }

    /**
     * Returns a client that publishes to a room of a LiveKit server.
     *
     * @param livekit the server
     * @param room the room's name
     * @param identity the host's identity
     * @return a client
     * @throws IllegalArgumentException if a name is blank
     */
    public static WhipClient to(LiveKit livekit, String room, String identity) {
        livekit.publishToken(room, identity, TOKEN_TIME); // refuses blank names here and now
        URI endpoint = URI.create(livekit.url()).resolve("whip/v1");
        return to(
                new WhipEndpoint(endpoint, () -> livekit.publishToken(room, identity, TOKEN_TIME)),
                new OwnParticipants(identity, livekit.participants(room), System::nanoTime));
    }

    /**
     * Returns a client that publishes to any WHIP endpoint.
     *
     * @param endpoint the endpoint's URL
     * @param token returns the bearer token for the next request
     * @return a client
     * @throws IllegalArgumentException if the endpoint is not an http or https URL
     */
    public static WhipClient to(URI endpoint, Supplier<String> token) {
        if (HttpUrl.get(endpoint) == null || endpoint.getHost() == null) {
            // without the rest, which may be a secret
            throw new IllegalArgumentException("a WHIP endpoint must be an http:// or https:// URL with a host: "
                    + endpoint.getScheme() + "://" + endpoint.getHost());
        }
        return to(new WhipEndpoint(endpoint, token), OwnParticipants.unknown());
    }

    static WhipClient to(WhipEndpoint endpoint, OwnParticipants own) {
        return new WhipClient(WhipSettings.of(endpoint, own));
    }

    /**
     * Sets the time within which a connection has to come about; without a network ICE alone would try for ever.
     *
     * @param connectTimeout the time, 15 s if not set
     * @return a client with that time-out
     * @throws IllegalArgumentException if it is not positive
     */
    public WhipClient connectTimeout(Duration connectTimeout) {
        return new WhipClient(settings.with(Checks.positive("connectTimeout", connectTimeout)));
    }

    /**
     * Sets the thresholds from which the statistics of a connection are suspicious.
     *
     * @param thresholds the thresholds, {@link DropThresholds#ofDefaults} if not set
     * @return a client whose sessions use them
     */
    public WhipClient thresholds(DropThresholds thresholds) {
        return new WhipClient(settings.with(Objects.requireNonNull(thresholds, "thresholds")));
    }

    /**
     * Routes the media through a UDP relay, such as one that cuts the network in a test.
     *
     * <p>The relay's address replaces each of the server's candidates in its answers. The candidates of this end are
     * left out of the offers, since the server would otherwise find a direct path.
     *
     * @param relay returns the relay's address for an address of the server's
     * @return a client whose media takes that route, also after an ICE restart
     */
    public WhipClient mediaThrough(UnaryOperator<InetSocketAddress> relay) {
        return new WhipClient(settings.with(Objects.requireNonNull(relay, "relay")));
    }

    /**
     * Publishes tracks over a new peer connection.
     *
     * @param factory makes the connection
     * @param tracks the tracks to publish; dispose of them after the session was left
     * @return the session, once it is connected. A publish that fails or is disposed leaves nothing behind at either end:
     *     before it fails, after it is disposed
     */
    public Single<WhipSession> publish(PeerConnectionFactory factory, List<? extends MediaStreamTrack> tracks) {
        return publish(factory, tracks, Completable.never());
    }

    private Single<WhipSession> publish(
            PeerConnectionFactory factory, List<? extends MediaStreamTrack> tracks, Completable leaving) {
        return Single.defer(() -> {
            WhipSession session = WhipSession.of(factory, tracks, settings);
            return session.connect()
                    .ambWith(leaving.andThen(Completable.error(WhipClient::left)))
                    .toSingleDefault(session)
                    .onErrorResumeNext(
                            error -> session.leave().onErrorComplete().andThen(Single.error(error)))
                    .doOnDispose(() -> session.leave().onErrorComplete().subscribe());
        });
    }

    /**
     * Publishes tracks and keeps publishing them: the host comes back by itself after a drop until it is told to leave.
     *
     * @param factory makes the connections
     * @param tracks the tracks to publish; dispose of them after the host has left
     * @return the host, once it is connected for the first time
     */
    public Single<ReturningHost> keepPublishing(
            PeerConnectionFactory factory, List<? extends MediaStreamTrack> tracks) {
        return ReturningHost.publish(
                leaving -> publish(factory, tracks, leaving), settings.thresholds(), Callbacks.SCHEDULER);
    }

    private static WhipException left() {
        return new WhipException(WhipException.Kind.NEGOTIATION, "the host left before it was connected");
    }
}
