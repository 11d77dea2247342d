package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.api.ServerApi;
import io.github.streamlifecycle.livekit.api.ServerConnection;
import io.github.streamlifecycle.livekit.checks.Checks;
import io.github.streamlifecycle.livekit.events.GuardEvent;
import io.github.streamlifecycle.livekit.threads.Delivery;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitWebhook.WebhookEvent;
import org.reactivestreams.FlowAdapters;
import org.reactivestreams.Publisher;

/**
 * A LiveKit server, and the door to everything in this package.
 *
 * <pre>{@code
 * try (var livekit = LiveKit.connect(url, apiKey, apiSecret);
 *         var stream = livekit.guard("my-room", presence)
 *                 .grace(Duration.ofSeconds(5))
 *                 .start(RoomCompositeEgress.grid().toRtmp("rtmps://..."))) {
 *     stream.outcome().subscribe(outcome -> log.info("{}", outcome));
 *     ...
 * }
 * }</pre>
 *
 * <p>Thread-safe. One instance for each server and key is enough, and it is meant to live as long as the program.
 *
 * @since 0.1.0
 */
public final class LiveKit implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(8);

    /**
     * The parts that the guards of one server share.
     *
     * @param control the calls to the server
     * @param streams the streams that are guarded
     * @param scheduler the timers of guards that are not given their own
     */
    record Parts(EgressControl control, StreamRegistry streams, Scheduler scheduler) {}

    private final ServerConnection connection;
    private final ServerApi api;
    private final Parts parts;
    private final Shutdown shutdown;

    LiveKit(LiveKitBuilder settings, ServerConnection connection, ServerApi api) {
        this.connection = connection;
        this.api = api;
        EgressControl control = new EgressControl(api, connection.callsAtOnce(), settings.scheduler());
        this.parts = new Parts(control, new StreamRegistry(settings.delivery()), settings.scheduler());
        this.shutdown = new Shutdown(parts.streams(), control);
        settings.stopAtExit().ifPresent(shutdown::stopAtExit);
    }

    /**
     * Returns a server with default settings. It is not called yet: a wrong key or an unreachable host shows with the
     * first call.
     *
     * @param url the server's URL: {@code http(s)://} or, as LiveKit's client SDKs want it, {@code ws(s)://}
     * @param apiKey the API key
     * @param apiSecret the key's secret; used to sign tokens, never sent
     * @return the server
     * @throws IllegalArgumentException if the URL is none of these or key or secret are blank
     */
    public static LiveKit connect(String url, String apiKey, String apiSecret) {
        return builder(url, apiKey, apiSecret).build();
    }

    /**
     * Begins to set up a server.
     *
     * @param url the server's URL, as in {@link #connect}
     * @param apiKey the API key
     * @param apiSecret the key's secret; used to sign tokens, never sent
     * @return a builder with default settings
     * @throws IllegalArgumentException if the URL is none of these or key or secret are blank
     */
    public static LiveKitBuilder builder(String url, String apiKey, String apiSecret) {
        return new LiveKitBuilder(url, apiKey, apiSecret);
    }

    /**
     * Begins to describe a guarded stream.
     *
     * @param room the name of the room whose egress is guarded
     * @param presence the presence of its host, subscribed to once for each stream. Its end counts as a fall. It should
     *     replay its latest level: a host that the guard never sees up is not stopped for
     * @return a plan with default settings
     * @throws IllegalArgumentException if the name is blank
     */
    @SuppressWarnings("overloads") // a lambda is no sensible publisher of either kind
    public GuardPlan guard(String room, Publisher<Presence> presence) {
        return GuardPlan.of(
                parts,
                Checks.notBlank("room", room),
                Flowable.fromPublisher(Objects.requireNonNull(presence, "presence")));
    }

    /**
     * Begins to describe a guarded stream, for a host whose presence is a publisher of the JDK.
     *
     * @param room the name of the room whose egress is guarded
     * @param presence the presence of its host, as in {@link #guard(String, Publisher)}
     * @return a plan with default settings
     * @throws IllegalArgumentException if the name is blank
     */
    @SuppressWarnings("overloads") // a lambda is no sensible publisher of either kind
    public GuardPlan guard(String room, Flow.Publisher<Presence> presence) {
        return guard(room, FlowAdapters.toPublisher(Objects.requireNonNull(presence, "presence")));
    }

    /**
     * Returns the streams that are guarded now.
     *
     * @return a snapshot of the streams without an outcome
     */
    public List<GuardedStream> streams() {
        return parts.streams().live();
    }

    /**
     * Returns the number of streams that are guarded now.
     *
     * @return the number of streams without an outcome
     */
    public int guardedStreams() {
        return parts.streams().count();
    }

    /**
     * Returns the events of all streams that are guarded here.
     *
     * @return events from now on, on a daemon thread of the library, to each subscriber serially. A subscriber that falls
     *     behind by more than {@value Delivery#BACKLOG} events loses its oldest ones. Completes once this is closed and no
     *     stream is guarded any more
     */
    public Flowable<GuardEvent> events() {
        return parts.streams().events();
    }

    /**
     * Returns the egress calls, for applications that need no guard.
     *
     * @return the egress API of this server
     */
    public EgressControl egress() {
        return parts.control();
    }

    /**
     * Takes in a webhook of this server, which often reports sooner than a read that an egress is live or over. The
     * caller has to verify that it comes from LiveKit, for instance with the SDK's {@code WebhookReceiver}.
     *
     * @param event a verified webhook; events about anything but egress change nothing
     */
    public void webhook(WebhookEvent event) {
        if (event.hasEgressInfo()) {
            parts.control().tell(event.getEgressInfo());
        }
    }

    /**
     * Reads the participants of a room, recorders among them.
     *
     * @param room the room's name
     * @return the participants, read on each subscription; none if there is no such room. Fails with a
     *     {@link LiveKitException} only
     */
    public Single<List<ParticipantInfo>> participants(String room) {
        return api.participants(Checks.notBlank("room", room));
    }

    /**
     * Returns the server's URL.
     *
     * @return an {@code http(s)://} URL that ends in a slash
     */
    public String url() {
        return connection.url();
    }

    /**
     * Signs a token with which a host joins a room to publish and not to subscribe, as a WHIP client needs.
     *
     * @param room the room's name
     * @param identity the host's identity
     * @param validFor the time for which it may be used to join
     * @return a signed token: a secret
     * @throws IllegalArgumentException if a name is blank or the time is not positive
     */
    public String publishToken(String room, String identity, Duration validFor) {
        return connection.publishToken(room, identity, validFor);
    }

    /**
     * Stops every stream for the user, and waits until their ends are confirmed.
     *
     * @param within for how long to wait for stops at most; subscribers get up to a second more. An interrupt does not
     *     end the wait and is kept for the caller
     * @return the streams whose end was not confirmed in time; their stops go on
     * @throws IllegalArgumentException if the time is not positive
     */
    public List<GuardedStream> stopAll(Duration within) {
        return shutdown.stopAll(Checks.positive("within", within));
    }

    /** Closes as {@link #close(Duration)} does, within 8 s. */
    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    /**
     * Waits for the stops that are under way, also for those whose egress is still being started, and for subscribers to
     * handle what they were sent, then releases idle connections.
     *
     * <p>Streams that were not stopped go on, guarded, for as long as the program runs; they are logged at WARN. An
     * interrupt does not end the wait; the thread's interrupt flag is set again afterwards. This may be called from a
     * subscriber of events, and more than once.
     *
     * @param within for how long to wait for stops at most; they go on after that. Subscribers get up to a second more
     * @throws IllegalArgumentException if the time is not positive
     */
    public void close(Duration within) {
        shutdown.close(Checks.positive("within", within));
        connection.close();
    }

    @Override
    public String toString() {
        return "LiveKit at " + connection.url();
    }
}
