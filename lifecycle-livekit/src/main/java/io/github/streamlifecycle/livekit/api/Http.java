package io.github.streamlifecycle.livekit.api;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The HTTP client for LiveKit: it sends every request once, and its threads keep no JVM alive. */
public final class Http {
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(5);
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    private Http() {}

    public static OkHttpClient client(int callsAtOnce) {
        Dispatcher dispatcher = new Dispatcher(daemons(callsAtOnce));
        dispatcher.setMaxRequests(callsAtOnce);
        dispatcher.setMaxRequestsPerHost(callsAtOnce);
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                // five otherwise, whatever the number of calls: all others would connect anew
                .connectionPool(new ConnectionPool(callsAtOnce, IDLE_CONNECTION.toSeconds(), TimeUnit.SECONDS))
                .connectTimeout(Duration.ofSeconds(5))
                .writeTimeout(Duration.ofSeconds(10))
                // a stop is answered after up to 15 s, a start after up to 27 s; each call has a time-out of its own
                .readTimeout(Duration.ZERO)
                .addInterceptor(new AnswerLimit())
                // OkHttp would send a request again after a cut connection and after 408, and so start twice
                .retryOnConnectionFailure(false)
                // ... and after 503 with "Retry-After: 0", whatever the line above says
                .addNetworkInterceptor(chain -> chain.proceed(chain.request())
                        .newBuilder()
                        .removeHeader("Retry-After")
                        .build())
                // a redirect of a POST is a second request too; LiveKit sends none, so the URL is wrong
                .followRedirects(false)
                .followSslRedirects(false)
                .build();
    }

    /** No more threads than calls: a cached pool makes more, since a call that ends begins the next on another thread. */
    private static ExecutorService daemons(int most) {
        String name = "livekit-call-" + CLIENTS.incrementAndGet() + "-";
        AtomicInteger made = new AtomicInteger();
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + made.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
