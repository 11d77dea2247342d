package io.github.streamlifecycle.livekit;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The HTTP client for LiveKit: it sends every request once, and its threads keep no JVM alive. */
final class Http {
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final int CONCURRENT_CALLS = 64;

    private Http() {}

    static OkHttpClient client() {
        Dispatcher dispatcher = new Dispatcher(daemons());
        dispatcher.setMaxRequests(CONCURRENT_CALLS);
        dispatcher.setMaxRequestsPerHost(CONCURRENT_CALLS);
        return new OkHttpClient.Builder()
                .dispatcher(dispatcher)
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

    private static ExecutorService daemons() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "livekit-call-" + THREADS.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }
}
