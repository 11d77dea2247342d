package io.github.streamlifecycle.livekit.bench;

import io.github.streamlifecycle.livekit.BareClient;
import io.livekit.server.AccessToken;
import io.livekit.server.RoomRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import livekit.LivekitEgress.StopEgressRequest;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** The same requests from the same HTTP client, with nothing of the library above it and a token made beforehand. */
final class Bare implements AutoCloseable {
    private static final MediaType PROTOBUF = MediaType.get("application/protobuf");

    private final OkHttpClient http;
    private final String url;
    private final String authorization;

    Bare(String url, int callsAtOnce) {
        this.http = BareClient.of(callsAtOnce);
        this.url = url + "/twirp/livekit.Egress/StopEgress";
        AccessToken token = new AccessToken("key", LoadReport.SECRET);
        token.addGrants(new RoomRecord(true));
        this.authorization = "Bearer " + token.toJwt();
    }

    private Call stop(int number) {
        byte[] message = StopEgressRequest.newBuilder()
                .setEgressId(LoadReport.egressId(number))
                .build()
                .toByteArray();
        return http.newCall(new Request.Builder()
                .url(url)
                .header("Authorization", authorization)
                .post(RequestBody.create(message, PROTOBUF))
                .build());
    }

    /** Sends stops all at once and returns when each is answered. */
    void stopAll(int count) throws InterruptedException {
        CountDownLatch answered = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            stop(i).enqueue(new Callback() {
                @Override
                public void onResponse(Call call, Response response) throws IOException {
                    try (response) {
                        response.body().bytes();
                    }
                    answered.countDown();
                }

                @Override
                public void onFailure(Call call, IOException error) {
                    throw new UncheckedIOException(error);
                }
            });
        }
        answered.await();
    }

    @Override
    public void close() {
        http.connectionPool().evictAll();
    }
}
