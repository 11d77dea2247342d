package io.github.streamlifecycle.livekit.testkit;

import io.github.streamlifecycle.livekit.api.MinimumSdk;
import io.github.streamlifecycle.livekit.testkit.ServerState.Settings;
import io.undertow.server.HttpServerExchange;
import io.undertow.websockets.core.WebSocketChannel;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A LiveKit server in this process, on a free port of loopback.
 *
 * <pre>{@code
 * try (var server = LiveKitDouble.builder().speed(10).start()) {
 *     var host = server.joinAndPublish("my-room", "host");
 *     var livekit = LiveKit.connect(server.url(), server.apiKey(), server.apiSecret());
 *     ...
 *     assertThat(server.calls("StopEgress")).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class LiveKitDouble implements AutoCloseable {
    /** The API key of a double that is given none. */
    public static final String DEFAULT_API_KEY = "devkey";

    /** The secret of {@link #DEFAULT_API_KEY}. */
    public static final String DEFAULT_API_SECRET = "0123456789abcdef0123456789abcdef";

    private final Settings settings;
    private final Http http;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile ServerState state;

    private LiveKitDouble(Builder builder) {
        this.settings = new Settings(builder.speed, builder.apiKey, builder.apiSecret, List.copyOf(builder.webhooks));
        this.state = new ServerState(settings);
        this.http = new Http(builder.port, new Http.Handler() {
            @Override
            public void handle(Http.Request request, @Nullable String authorization, Http.Response response) {
                state.serve(request, authorization, response);
            }

            @Override
            public Optional<Consumer<WebSocketChannel>> upgrade(HttpServerExchange exchange) {
                return state.upgrade(exchange);
            }
        });
    }

    /**
     * Describes a double.
     *
     * @return real time, no webhooks, a free port, a key of its own
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Where it listens.
     *
     * @return an {@code http://} URL
     */
    public String url() {
        return "http://127.0.0.1:" + http.port();
    }

    /**
     * Its API key.
     *
     * @return the key
     */
    public String apiKey() {
        return settings.apiKey();
    }

    /**
     * Its API secret.
     *
     * @return the secret
     */
    public String apiSecret() {
        return settings.apiSecret();
    }

    /**
     * Lets a host without media in, and makes it publish a camera as over WHIP.
     *
     * @param room the room, made if there is none of that name
     * @param identity the host's identity
     * @return the host
     */
    public RoomMember joinAndPublish(String room, String identity) {
        return letIn(Client.WHIP_HOST, room, identity);
    }

    /**
     * Lets a host without media in, and makes it publish a camera as LiveKit's SDK for browsers does, with LiveKit's own
     * signalling.
     *
     * @param room the room, made if there is none of that name
     * @param identity the host's identity
     * @return the host
     */
    public RoomMember joinAndPublishFromBrowser(String room, String identity) {
        return letIn(Client.BROWSER_HOST, room, identity);
    }

    /**
     * Lets a viewer in.
     *
     * @param room the room, made if there is none of that name
     * @param identity the viewer's identity
     * @return the viewer
     */
    public RoomMember join(String room, String identity) {
        return letIn(Client.VIEWER, room, identity);
    }

    private RoomMember letIn(Client client, String room, String identity) {
        ServerState now = state;
        return now.world.ask(() -> new RoomMember(now, client, room, identity));
    }

    /**
     * Makes the next call of a method go wrong; called again, the one after it.
     *
     * @param method the Twirp method, such as {@code StopEgress}
     * @param fault how
     * @throws IllegalArgumentException if the double has no such method; the message names those that it has
     */
    public void script(String method, Fault fault) {
        Twirp twirp = state.twirp;
        String known = twirp.known(method);
        state.world.run(() -> twirp.script(known, fault));
    }

    /**
     * What becomes of the next egress that is started; called again, of the one after it.
     *
     * @param fate what becomes of it
     */
    public void next(NextEgress fate) {
        state.world.run(() -> state.egresses.next(fate));
    }

    /**
     * Gives trouble at once to all who are in rooms by LiveKit's signalling. It has begun, or is over if its duration is
     * zero, when this returns.
     *
     * @param fault the trouble
     */
    public void disturb(SignalFault fault) {
        ServerState now = state;
        now.world.ask(() -> {
            fault.befall(now.signalling);
            return fault;
        });
    }

    /**
     * Waits until a room has an egress that is ACTIVE: its media goes out.
     *
     * @param room the room's name
     * @return the id of the first such egress
     * @throws IllegalStateException if there is none within a minute of wall time, or the waiting thread is interrupted
     */
    public String awaitLive(String room) {
        return Patience.await(
                () -> state.world.ask(() -> state.egresses.active(room)),
                "no egress of room " + room + " became active");
    }

    /**
     * The calls so far, in the order in which they came; without those that were refused for their token.
     *
     * @return all calls
     */
    public List<ApiCall> calls() {
        return state.world.ask(state.twirp::calls);
    }

    /**
     * The calls of one method.
     *
     * @param method the Twirp method, such as {@code StopEgress}
     * @return its calls so far
     */
    public List<ApiCall> calls(String method) {
        return calls().stream().filter(call -> call.method().equals(method)).toList();
    }

    /**
     * The webhooks so far, in the order of what happened, whether or not anybody listens.
     *
     * @return their JSON bodies
     */
    public List<String> webhooks() {
        return state.world.ask(state.webhooks::sent);
    }

    World world() {
        return state.world;
    }

    Twirp twirp() {
        return state.twirp;
    }

    /**
     * Forgets everything: rooms, egresses, faults, calls and webhooks. Connections are cut, and what was going to happen
     * does not. The URL stays.
     */
    void reset() {
        ServerState old = state;
        state = new ServerState(settings);
        old.end();
        http.cutAll();
    }

    /** Ends everything at once, as a killed server does, but for its peer connections, which are closed. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        http.end();
        state.end();
    }

    @Override
    public String toString() {
        return "LiveKit double at " + url();
    }

    /**
     * How a {@link LiveKitDouble} is to be.
     *
     * @since 0.1.0
     */
    public static final class Builder {
        private int port;
        private double speed = 1;
        private String apiKey = DEFAULT_API_KEY;
        private String apiSecret = DEFAULT_API_SECRET;
        private final List<URI> webhooks = new ArrayList<>();

        private Builder() {}

        /**
         * Makes its clock run faster, and so all of its delays shorter. Media takes the time it takes.
         *
         * @param speed 10 makes 3 s last 300 ms
         * @return this
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder speed(double speed) {
            if (!(speed > 0)) {
                throw new IllegalArgumentException("speed must be positive: " + speed);
            }
            this.speed = speed;
            return this;
        }

        /**
         * Its port.
         *
         * @param port the port on loopback; 0 (the default) takes a free one
         * @return this
         */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /**
         * Its key and secret.
         *
         * @param apiKey the API key
         * @param apiSecret its secret
         * @return this
         */
        public Builder key(String apiKey, String apiSecret) {
            this.apiKey = apiKey;
            this.apiSecret = apiSecret;
            return this;
        }

        /**
         * Adds somebody who gets its webhooks.
         *
         * @param url where they are posted to
         * @return this
         */
        public Builder webhookTo(URI url) {
            webhooks.add(url);
            return this;
        }

        /**
         * Starts it.
         *
         * @return a double that answers
         */
        public LiveKitDouble start() {
            MinimumSdk.check();
            return new LiveKitDouble(this);
        }
    }
}
