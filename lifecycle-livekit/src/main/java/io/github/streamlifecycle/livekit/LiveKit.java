package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.DryRun;
import io.github.streamlifecycle.livekit.api.Http;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.api.ServerUrl;
import io.github.streamlifecycle.livekit.api.TwirpApi;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.livekit.server.AccessToken;
import io.livekit.server.CanPublish;
import io.livekit.server.CanSubscribe;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomName;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitWebhook.WebhookEvent;
import okhttp3.OkHttpClient;

/**
 * A LiveKit server, and the door to everything here.
 *
 * <p>Thread-safe. One per server and key is enough, and it is meant to live as long as the program.
 *
 * @since 0.1.0
 */
public final class LiveKit implements AutoCloseable {
    private static final int CALLS_AT_ONCE = 64;

    private final String url;
    private final String apiKey;
    private final String apiSecret;
    private final OkHttpClient http;
    /** What was put between the calls over HTTP and everything here. */
    private final UnaryOperator<ServerApi> wraps;

    private final ServerApi api;
    private final EgressControl egress;
    private final Guards guards = new Guards();

    private LiveKit(String url, String apiKey, String apiSecret, OkHttpClient http, UnaryOperator<ServerApi> wraps) {
        this.url = url;
        this.apiKey = apiKey;
        this.apiSecret = apiSecret;
        this.http = http;
        this.wraps = wraps;
        this.api = wraps.apply(new TwirpApi(url, apiKey, apiSecret, http));
        this.egress = new EgressControl(api);
    }

    /**
     * A server, not yet talked to: a wrong key or an unreachable host shows with the first call.
     *
     * @param url the server's URL: {@code http(s)://} or, as LiveKit's client SDKs want it, {@code ws(s)://}
     * @param apiKey the API key
     * @param apiSecret the key's secret; used to sign tokens, never sent
     * @return the server
     * @throws IllegalArgumentException if the URL is none of these or key or secret are blank
     */
    public static LiveKit connect(String url, String apiKey, String apiSecret) {
        String base = ServerUrl.http(url);
        Checks.secret("apiKey", apiKey);
        Checks.secret("apiSecret", apiSecret);
        return new LiveKit(base, apiKey, apiSecret, Http.client(CALLS_AT_ONCE), UnaryOperator.identity());
    }

    /**
     * The same server, asked by no more than so many calls at the same time, each of which takes a connection and a
     * thread for as long as the server takes to answer it. Those beyond wait for their turn, in the order in which they
     * were made, while the deadline of their stop passes: that of 10,000 streams that drop together has to be longer
     * than what the server takes for 10,000 stops, so many at a time.
     *
     * @param callsAtOnce how many; 64 if not set
     * @return that server, with guards, stops, events and connections of its own; what was put between by {@link #through}
     *     is asked for once more
     * @throws IllegalArgumentException if it is not positive
     */
    public LiveKit callsAtOnce(int callsAtOnce) {
        if (callsAtOnce < 1) {
            throw new IllegalArgumentException("callsAtOnce must be positive: " + callsAtOnce);
        }
        return new LiveKit(url, apiKey, apiSecret, Http.client(callsAtOnce), wraps);
    }

    /**
     * The same server with something between it and everything here, such as a recorder of its calls.
     *
     * @param wrap given the calls as they are, returns what is to be called instead
     * @return the same server, called that way; its stops are its own, and closing either closes the connections of both
     */
    public LiveKit through(UnaryOperator<ServerApi> wrap) {
        return new LiveKit(url, apiKey, apiSecret, http, calls -> wrap.apply(wraps.apply(calls)));
    }

    /**
     * The same server, asked nothing: whatever is done here is decided, logged and reported as always, and every call is
     * answered without being sent. A stop is logged at info and succeeds, a start makes up an egress that is then
     * ACTIVE, every other egress is taken to be ACTIVE, rooms and participants are none.
     *
     * <p>To see what a guard would do to a stream of production, let one shadow it:
     *
     * <pre>{@code
     * var shadow = livekit.dryRun();
     * shadow.guard("my-room").host(presence).adopt(egressId)
     *         .outcome().subscribe(outcome -> log.info("would have been {}", outcome));
     * }</pre>
     *
     * <p>It learns only from {@link #webhook} that an egress really ended.
     *
     * @return that server, with guards, stops and events of its own, and without any HTTP request
     */
    public LiveKit dryRun() {
        return through(calls -> new DryRun());
    }

    /**
     * Begins to describe a guarded stream.
     *
     * @param room the name of the room whose egress is to be guarded
     * @return a description without a host, to be given one
     */
    public GuardPlan guard(String room) {
        return GuardPlan.of(egress, guards, Checks.named("room", room));
    }

    /**
     * What happens to all streams that are guarded here.
     *
     * @return events from now on, on whichever thread they happen; do not block there
     */
    public Flowable<GuardEvent> events() {
        return guards.events();
    }

    /**
     * How many streams are guarded now.
     *
     * @return the number of streams without an outcome
     */
    public int guardedStreams() {
        return guards.count();
    }

    /**
     * Egress calls for those who need no guard.
     *
     * @return the egress API of this server
     */
    public EgressControl egress() {
        return egress;
    }

    /**
     * Takes in a webhook of this server, which often knows sooner than asking that an egress is live or over. Whether
     * it really comes from LiveKit is for the caller to verify, such as with the SDK's {@code WebhookReceiver}.
     *
     * @param event a verified webhook; events about anything but egress change nothing
     */
    public void webhook(WebhookEvent event) {
        if (event.hasEgressInfo()) {
            egress.tell(event.getEgressInfo());
        }
    }

    /**
     * Reads who is in a room, recorders among them.
     *
     * @param room the room's name
     * @return the participants, read once subscribed to; none if there is no such room. Fails with a
     *     {@link LiveKitException} only
     */
    public Single<List<ParticipantInfo>> participants(String room) {
        return api.participants(Checks.named("room", room));
    }

    /**
     * The server's URL.
     *
     * @return an {@code http(s)://} URL that ends in a slash
     */
    public String url() {
        return url;
    }

    /**
     * A token with which a host joins a room to publish and not to subscribe: what a WHIP client needs.
     *
     * @param room the room's name
     * @param identity the host's identity
     * @param validFor for how long it may be used to join
     * @return a signed token: a secret
     * @throws IllegalArgumentException if a name is blank or the time is not positive
     */
    public String publishToken(String room, String identity, Duration validFor) {
        AccessToken token = new AccessToken(apiKey, apiSecret);
        token.setIdentity(Checks.named("identity", identity));
        token.setName(identity);
        token.setTtl(Checks.positive("validFor", validFor).toMillis());
        token.addGrants(
                new RoomJoin(true),
                new RoomName(Checks.named("room", room)),
                new CanPublish(true),
                new CanSubscribe(false));
        return token.toJwt();
    }

    /**
     * Waits for the stops that were asked for, also for those whose egress is still being started, then lets go of idle
     * connections. Streams that nobody stopped go on, guarded.
     */
    @Override
    public void close() {
        egress.stopsUnderWay().blockingAwait();
        http.connectionPool().evictAll();
    }

    @Override
    public String toString() {
        return "LiveKit at " + url;
    }
}
