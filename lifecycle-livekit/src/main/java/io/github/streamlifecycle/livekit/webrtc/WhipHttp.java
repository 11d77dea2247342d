package io.github.streamlifecycle.livekit.webrtc;

import io.github.streamlifecycle.livekit.api.HttpClients;
import io.reactivex.rxjava3.core.Single;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** An HTTP client that sends each request once and limits the size of an answer. Its threads are daemons. */
final class WhipHttp {
    /** The size limit of an answer in bytes; LiveKit's limit for an offer is the same. */
    static final int MAX_BYTES = 1 << 20;

    /** The number of calls at once, for all WHIP clients of a process. */
    private static final int CALLS_AT_ONCE = 256;

    private static final OkHttpClient CLIENT = HttpClients.client("whip-call", CALLS_AT_ONCE);

    private WhipHttp() {}

    /** The answer of a server. */
    record Answer(int status, Headers headers, String body) {}

    /** Sends a request once subscribed to and cancels it on dispose; fails with an IOException only. */
    static Single<Answer> send(Request request, Duration timeout) {
        return Single.create(emitter -> {
            Call call = CLIENT.newCall(request);
            call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            emitter.setCancellable(call::cancel);
            call.enqueue(new Callback() {
                @Override
                public void onResponse(Call answered, Response response) {
                    try (response) {
                        emitter.onSuccess(new Answer(response.code(), response.headers(), shortBody(response)));
                    } catch (IOException unread) {
                        emitter.tryOnError(unread);
                    }
                }

                @Override
                public void onFailure(Call failed, IOException error) {
                    emitter.tryOnError(error);
                }
            });
        });
    }

    /** Reads a body and gives up one that is too long, without ever holding it in memory. */
    private static String shortBody(Response response) throws IOException {
        try (ResponseBody body = response.peekBody(MAX_BYTES + 1L)) {
            if (body.contentLength() > MAX_BYTES) {
                throw new IOException("the answer is longer than " + MAX_BYTES + " bytes");
            }
            return body.string();
        }
    }
}
