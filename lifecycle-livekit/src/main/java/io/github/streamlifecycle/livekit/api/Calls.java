package io.github.streamlifecycle.livekit.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
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

/** A Retrofit call as a Single: a fresh call for each subscriber, cancelled on dispose, failing only with our types. */
final class Calls {
    private Calls() {}

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
                            || error instanceof AnswerLimit.TooLarge;
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
            emitter.tryOnError(LiveKitException.malformed(name, new IllegalArgumentException("no body")));
        } else {
            emitter.tryOnError(refusal(name, response));
        }
    }

    /** Reads the Twirp error, if it is one. The body of a 401 may hold the whole token: only its code is used. */
    private static LiveKitException refusal(String name, Response<?> response) {
        JsonObject error = twirpError(response.errorBody());
        String code = text(error, "code");
        String text = response.code() == 401 ? "the token or its grants were not accepted" : text(error, "msg");
        return LiveKitException.answered(name, response.code(), code, text);
    }

    private static JsonObject twirpError(@Nullable ResponseBody body) {
        if (body != null) {
            try (body) {
                JsonElement json = JsonParser.parseString(body.string());
                if (json.isJsonObject()) {
                    return json.getAsJsonObject();
                }
            } catch (IOException | JsonParseException notTwirp) {
                return new JsonObject();
            }
        }
        return new JsonObject();
    }

    private static String text(JsonObject error, String name) {
        JsonElement value = error.get(name);
        return value != null && value.isJsonPrimitive() ? value.getAsString() : "";
    }
}
