package io.github.streamlifecycle.livekit.api;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;

/** A limit on how much of an answer is read: a larger one is given up as soon as that shows. */
final class ResponseLimit implements Interceptor {
    /** A list is never split into pages: room for 10,000 egress of 3 KB, and the recorded ones have at most 1.1 KB as JSON. */
    static final long MAX_BYTES = 32L << 20;

    /** Enough for any Twirp error. Retrofit takes an error's body into memory whole. */
    static final long MAX_ERROR_BYTES = 16L << 10;

    /** An answer of more than {@link #MAX_BYTES}. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("more than " + (MAX_BYTES >> 20) + " MB");
        }
    }

    /** Counts what comes, unpacked; its announced length may be that of something packed, or a lie. */
    private static final class Counted extends ForwardingSource {
        private long count;

        Counted(ResponseBody body) {
            super(body.source());
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            long read = super.read(sink, byteCount);
            count += Math.max(read, 0);
            if (count > MAX_BYTES) {
                throw new TooLarge();
            }
            return read;
        }
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (!response.isSuccessful()) {
            try (response) {
                return response.newBuilder()
                        .body(response.peekBody(MAX_ERROR_BYTES))
                        .build();
            }
        }
        ResponseBody body = response.body();
        if (body.contentLength() > MAX_BYTES) {
            response.close();
            throw new TooLarge();
        }
        return response.newBuilder()
                .body(ResponseBody.create(Okio.buffer(new Counted(body)), body.contentType(), body.contentLength()))
                .build();
    }
}
