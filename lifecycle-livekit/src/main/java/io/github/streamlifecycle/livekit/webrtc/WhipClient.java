package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.host.ReturningHost;
import io.github.streamlifecycle.livekit.presence.DropThresholds;
import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Publishes over WHIP (RFC 9725). Immutable and thread-safe.
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
     * Publishes to a room of a LiveKit server.
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
                new Place(identity, livekit.participants(room)));
    }

    /**
     * Publishes to any WHIP endpoint.
     *
     * @param endpoint the endpoint's URL
     * @param token asked for a bearer token for each request
     * @return a client
     * @throws IllegalArgumentException if the endpoint is not an http or https URL
     */
    public static WhipClient to(URI endpoint, Supplier<String> token) {
        if (!"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
            throw new IllegalArgumentException("a WHIP endpoint must be an http:// or https:// URL: " + endpoint);
        }
        return to(new WhipEndpoint(endpoint, token), Place.unknown());
    }

    private static WhipClient to(WhipEndpoint endpoint, Place place) {
        return new WhipClient(WhipSettings.of(endpoint, place));
    }

    /**
     * For how long a connection may take to come about; ICE alone would try for ever where there is no network.
     *
     * @param connectTimeout 15 s if not set
     * @return a client with that time-out
     * @throws IllegalArgumentException if it is not positive
     */
    public WhipClient connectTimeout(Duration connectTimeout) {
        if (connectTimeout.isZero() || connectTimeout.isNegative()) {
            throw new IllegalArgumentException("connectTimeout must be positive: " + connectTimeout);
        }
        return new WhipClient(settings.with(connectTimeout));
    }

    /**
     * From when on the statistics of a connection are suspicious.
     *
     * @param thresholds {@link DropThresholds#ofDefaults} if not set
     * @return a client whose sessions judge by these
     */
    public WhipClient thresholds(DropThresholds thresholds) {
        return new WhipClient(settings.with(Objects.requireNonNull(thresholds, "thresholds")));
    }

    /**
     * Changes the descriptions on their way, such as to lead the media through a relay.
     *
     * @param onOffer what is sent instead of our offer
     * @param onAnswer what is applied instead of the server's answer
     * @return a client that does so, for ICE restarts too
     */
    public WhipClient rewriting(UnaryOperator<Sdp> onOffer, UnaryOperator<Sdp> onAnswer) {
        return new WhipClient(settings.rewriting(onOffer, onAnswer));
    }

    /**
     * Publishes tracks over a new peer connection.
     *
     * @param factory makes the connection
     * @param tracks what to publish; whoever made them disposes of them, after the session was left
     * @return the session, once it is connected. A failed or cancelled publish leaves nothing behind, here or there
     */
    public Single<WhipSession> publish(PeerConnectionFactory factory, List<? extends MediaStreamTrack> tracks) {
        return Single.defer(() -> {
            WhipSession session = WhipSession.of(factory, tracks, settings);
            return session.connect()
                    .toSingleDefault(session)
                    .onErrorResumeNext(
                            error -> session.leave().onErrorComplete().andThen(Single.error(error)))
                    .doOnDispose(() -> session.leave().onErrorComplete().subscribe());
        });
    }

    /**
     * Publishes tracks, and goes on to: comes back by itself after a drop until it is told to leave.
     *
     * @param factory makes the connections
     * @param tracks what to publish; whoever made them disposes of them, after the host has left
     * @return the host, once it is connected for the first time
     */
    public Single<ReturningHost> publishAndReturn(
            PeerConnectionFactory factory, List<? extends MediaStreamTrack> tracks) {
        return ReturningHost.publish(publish(factory, tracks), settings.thresholds(), Callbacks.SCHEDULER);
    }
}
