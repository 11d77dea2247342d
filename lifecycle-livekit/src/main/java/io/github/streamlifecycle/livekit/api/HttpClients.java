package io.github.streamlifecycle.livekit.api;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The OkHttp clients of this library, all configured here: they send every request once, to the host it was made for,
 * and their threads are daemons.
 *
 * <p>Public for {@code .webrtc} only; not part of the library's API.
 *
 * @since 0.1.0
 */
public final class HttpClients {
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(5);
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final OkHttpClient stops;
    private final OkHttpClient starts;
    private final OkHttpClient reads;

    private HttpClients(OkHttpClient stops, OkHttpClient starts, OkHttpClient reads) {
        this.stops = stops;
        this.starts = starts;
        this.reads = reads;
    }

    /** Returns three clients that share nothing but their connections, each of which makes that many calls at once. */
    static HttpClients of(int callsAtOnce) {
        // five connections are kept otherwise, whatever the number of calls: all others would connect anew
        ConnectionPool pool = new ConnectionPool(
                (int) Math.min(3L * callsAtOnce, Integer.MAX_VALUE), IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS);
        OkHttpClient.Builder base = hardened().connectionPool(pool).addInterceptor(new ResponseLimit());
        int number = COUNT.incrementAndGet();
        return new HttpClients(
                base.dispatcher(dispatcher("livekit-stop-" + number, callsAtOnce))
                        .build(),
                base.dispatcher(dispatcher("livekit-start-" + number, callsAtOnce))
                        .build(),
                base.dispatcher(dispatcher("livekit-read-" + number, callsAtOnce))
                        .build());
    }

    /**
     * Returns a client with threads and connections of its own.
     *
     * @param threadName the name of its threads, to which a number is added
     * @param callsAtOnce the number of calls at the same time; those beyond wait for their turn
     * @return a client without a read time-out: each call is to be given a time-out as a whole
     */
    public static OkHttpClient client(String threadName, int callsAtOnce) {
        return hardened()
                .connectionPool(new ConnectionPool(callsAtOnce, IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS))
                .dispatcher(dispatcher(threadName, callsAtOnce))
                .build();
    }

    private static OkHttpClient.Builder hardened() {
        return new OkHttpClient.Builder()
                .connectTimeout(Duration.ofSeconds(5))
                .writeTimeout(Duration.ofSeconds(10))
                // a stop is answered after up to 15 s, a start after up to 27 s; each call has a time-out of its own
                .readTimeout(Duration.ZERO)
                // OkHttp would send a request again after a cut connection and after 408, and so start twice
                .retryOnConnectionFailure(false)
                // ... and after 503 with "Retry-After: 0", whatever the line above says
                .addNetworkInterceptor(chain -> chain.proceed(chain.request())
                        .newBuilder()
                        .removeHeader("Retry-After")
                        .build())
                // a redirect of a POST is a second request too; LiveKit sends none, so the URL is wrong
                .followRedirects(false)
                .followSslRedirects(false);
    }

    private static Dispatcher dispatcher(String threadName, int callsAtOnce) {
        Dispatcher dispatcher = new Dispatcher(daemons(threadName, callsAtOnce));
        dispatcher.setMaxRequests(callsAtOnce);
        dispatcher.setMaxRequestsPerHost(callsAtOnce);
        return dispatcher;
    }

    /**
     * Returns a pool with no more threads than calls. A cached pool makes more, since a call that ends begins the next
     * on another thread.
     */
    private static ExecutorService daemons(String name, int most) {
        AtomicInteger made = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_THREAD.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    OkHttpClient stops() {
        return stops;
    }

    OkHttpClient starts() {
        return starts;
    }

    OkHttpClient reads() {
        return reads;
    }

    List<Dispatcher> dispatchers() {
        return Stream.of(stops, starts, reads).map(OkHttpClient::dispatcher).toList();
    }

    ConnectionPool connections() {
        return stops.connectionPool();
    }

    void closeIdleConnections() {
        connections().evictAll();
    }
}
