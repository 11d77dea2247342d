package io.github.streamlifecycle.livekit.api;

import io.github.streamlifecycle.livekit.checks.Checks;
import java.time.Duration;

/**
 * A connection to one LiveKit server: its URL, the tokens that are signed with an API key, and the HTTP client that makes
 * the calls of {@link ServerApi}.
 *
 * <p>Three kinds of calls are kept apart, each with a limit and threads of its own, over one pool of connections: stops,
 * starts, and reads of egress, rooms and participants. So a stop waits for other stops at most, however long the server
 * takes for its lists. Every request is sent once, nothing is retried or redirected, an answer of more than 32 MB is given
 * up, and no thread keeps a JVM alive.
 *
 * <p>Thread-safe. Nothing is sent until a call is subscribed to, so a wrong key or an unreachable host shows with the
 * first call.
 *
 * @since 0.1.0
 */
public final class ServerConnection implements AutoCloseable {
    private final String url;
    private final int callsAtOnce;
    private final Tokens tokens;
    private final HttpClients clients;
    private final ServerApi api;

    private ServerConnection(Builder settings) {
        url = settings.url;
        callsAtOnce = settings.callsAtOnce;
        tokens = new Tokens(settings.apiKey, settings.apiSecret, System::currentTimeMillis);
        clients = HttpClients.of(callsAtOnce);
        api = ServerApi.strict(new TwirpApi(url, tokens, clients, settings.timeouts));
    }

    /**
     * Begins to describe a connection.
     *
     * @param url the server's URL: {@code http(s)://} or, as LiveKit's client SDKs want it, {@code ws(s)://}
     * @param apiKey the API key
     * @param apiSecret the key's secret; used to sign tokens, never sent
     * @return a builder with the default settings
     * @throws IllegalArgumentException if the URL is none of these, or key or secret are blank
     * @throws IllegalStateException if the LiveKit SDK on the class path is older than 0.13.0
     */
    public static Builder builder(String url, String apiKey, String apiSecret) {
        MinimumSdk.check();
        return new Builder(
                ServerUrl.http(url), Checks.notBlank("apiKey", apiKey), Checks.notBlankSecret("apiSecret", apiSecret));
    }

    /**
     * The settings of a connection.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private final String url;
        private final String apiKey;
        private final String apiSecret;
        private int callsAtOnce = 64;
        private Timeouts timeouts = Timeouts.DEFAULTS;

        private Builder(String url, String apiKey, String apiSecret) {
            this.url = url;
            this.apiKey = apiKey;
            this.apiSecret = apiSecret;
        }

        /**
         * Limits how many calls of a kind (stops, starts, reads) are made at the same time. Each takes a thread and a
         * connection for as long as the server takes to answer it; those beyond the limit wait for their turn, in the
         * order in which they were made.
         *
         * @param callsAtOnce the limit; 64 by default
         * @return this builder
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder callsAtOnce(int callsAtOnce) {
            this.callsAtOnce = Checks.positive("callsAtOnce", callsAtOnce);
            return this;
        }

        /** Sets how long answers are awaited: tests have no time for the server's. */
        Builder timeouts(Timeouts timeouts) {
            this.timeouts = timeouts;
            return this;
        }

        /**
         * Makes the connection. Nothing is sent yet.
         *
         * @return a new connection with an HTTP client of its own
         */
        public ServerConnection build() {
            return new ServerConnection(this);
        }

        @Override
        public String toString() {
            return "builder of a connection to " + url;
        }
    }

    /**
     * Returns the calls, made over this connection.
     *
     * @return an API that keeps the contract of {@link ServerApi}
     */
    public ServerApi api() {
        return api;
    }

    /**
     * Returns the server's URL.
     *
     * @return an {@code http(s)://} URL that ends in a slash
     */
    public String url() {
        return url;
    }

    /**
     * Returns the limit of calls of a kind at the same time. A call beyond it has been made, but is not sent yet.
     *
     * @return the limit
     */
    public int callsAtOnce() {
        return callsAtOnce;
    }

    /**
     * Signs a token with which a host joins a room to publish and not to subscribe: what a WHIP client needs.
     *
     * @param room the room's name
     * @param identity the host's identity
     * @param validFor the time within which it may be used to join
     * @return a signed token: a secret
     * @throws IllegalArgumentException if a name is blank or the time is not positive
     */
    public String publishToken(String room, String identity, Duration validFor) {
        return tokens.publish(
                Checks.notBlank("room", room),
                Checks.notBlank("identity", identity),
                Checks.positive("validFor", validFor));
    }

    /**
     * Signs a token with which a room is watched: hidden, as a dependent participant that does not keep it open, and without
     * the right to publish anything. It may be used for ten minutes.
     *
     * @param room the room's name
     * @param identity the watcher's identity
     * @return a signed token: a secret
     * @throws IllegalArgumentException if a name is blank
     */
    public String watchToken(String room, String identity) {
        return tokens.watch(Checks.notBlank("room", room), Checks.notBlank("identity", identity));
    }

    /** Returns the HTTP clients, for tests that look for leaks. */
    HttpClients clients() {
        return clients;
    }

    /** Closes idle connections. Calls in flight go on, and later calls connect anew. */
    @Override
    public void close() {
        clients.closeIdleConnections();
    }

    @Override
    public String toString() {
        return "connection to " + url;
    }
}
