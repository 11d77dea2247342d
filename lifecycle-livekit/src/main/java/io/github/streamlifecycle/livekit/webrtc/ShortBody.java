package io.github.streamlifecycle.livekit.webrtc;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** A body as text, given up as soon as it is longer than any description: nobody has it in memory whole. */
final class ShortBody implements BodySubscriber<String> {
    /** LiveKit reads no more of an offer either. */
    static final int MAX_BYTES = 1 << 20;

    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private volatile @Nullable Subscription body;

    private ShortBody() {}

    static BodyHandler<String> handler() {
        return answer -> new ShortBody();
    }

    @Override
    public CompletionStage<String> getBody() {
        return text;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        body = subscription;
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        for (ByteBuffer item : items) {
            if (bytes.size() + item.remaining() > MAX_BYTES) {
                giveUp();
                return;
            }
            byte[] some = new byte[item.remaining()];
            item.get(some);
            bytes.write(some, 0, some.length);
        }
    }

    private void giveUp() {
        Subscription rest = body;
        if (rest != null) {
            rest.cancel();
        }
        text.completeExceptionally(new IOException("the answer is longer than " + MAX_BYTES + " bytes"));
    }

    @Override
    public void onError(Throwable error) {
        text.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        text.complete(bytes.toString(StandardCharsets.UTF_8));
    }
}
