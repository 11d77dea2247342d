package io.github.streamlifecycle.livekit.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.util.JsonFormat;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;
import retrofit2.Callback;
import retrofit2.Response;

/**
 * Retrofit's calls as Singles: each subscriber makes a call of its own, disposing cancels it, and it fails with a
 * {@link LiveKitException} only.
 */
final class RetrofitCalls {
    private RetrofitCalls() {}

    static <T> Single<T> single(String name, Duration timeout, Supplier<Call<T>> calls) {
        return Single.create(emitter -> {
            Call<T> call = calls.get();
            call.timeout().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            emitter.setCancellable(call::cancel);
            call.enqueue(new Callback<>() {
                @Override
                public void onResponse(Call<T> answered, Response<T> response) {
                    settle(name, response, emitter);
                }

                @Override
                public void onFailure(Call<T> failed, Throwable error) {
                    boolean answered = error instanceof RuntimeException
                            || error instanceof InvalidProtocolBufferException
                            || error instanceof ResponseLimit.TooLarge;
                    emitter.tryOnError(
                            answered
                                    ? LiveKitException.malformed(name, error)
                                    : LiveKitException.unreachable(name, error));
                }
            });
        });
    }

    private static <T> void settle(String name, Response<T> response, SingleEmitter<T> emitter) {
        T body = response.body();
        if (response.isSuccessful() && body != null) {
            emitter.onSuccess(body);
        } else if (response.isSuccessful()) {
            emitter.tryOnError(LiveKitException.malformed(name, "no body"));
        } else {
            emitter.tryOnError(failure(name, response));
        }
    }

    /** Reads the Twirp error, if it is one. The body of a 401 may hold the whole token: only its code is used. */
    private static LiveKitException failure(String name, Response<?> response) {
        Struct error = twirpError(response.errorBody());
        String code = text(error, "code");
        String text = response.code() == 401 ? "the token or its grants were not accepted" : text(error, "msg");
        return LiveKitException.answered(name, response.code(), code, text);
    }

    /** Returns the JSON object in the body; an empty one if there is none. */
    private static Struct twirpError(@Nullable ResponseBody body) {
        if (body == null) {
            return Struct.getDefaultInstance();
        }
        try (body) {
            Struct.Builder error = Struct.newBuilder();
            JsonFormat.parser().merge(body.string(), error);
            return error.build();
        } catch (IOException | RuntimeException notTwirp) {
            return Struct.getDefaultInstance();
        }
    }

    private static String text(Struct error, String name) {
        return error.containsFields(name) ? error.getFieldsOrThrow(name).getStringValue() : "";
    }
}
