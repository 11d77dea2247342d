package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.livekit.api.HttpClients;
import okhttp3.OkHttpClient;

/** The HTTP client as the library configures it, for those who measure what the library adds. */
public final class BareClient {
    private BareClient() {}

    public static OkHttpClient of(int callsAtOnce) {
        return HttpClients.client("bare", callsAtOnce);
    }
}
