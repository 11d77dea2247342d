package io.github.streamlifecycle.livekit.api;

import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleEmitter;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.core.SingleSource;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call of an API that may break every rule. It throws, Errors too, returns null, signals null, signals twice or after
 * it was cancelled, never says that it began, or throws when it is cancelled: its caller gets one answer or one
 * {@link LiveKitException}. Only what it never says remains unsaid: a bound on time is the caller's.
 */
final class StrictCall<T> implements SingleObserver<T> {
    private static final Logger log = LoggerFactory.getLogger(StrictCall.class);

    private final String call;
    private final UnaryOperator<T> check;
    private final SingleEmitter<T> caller;

    private StrictCall(String call, UnaryOperator<T> check, SingleEmitter<T> caller) {
        this.call = call;
        this.check = check;
        this.caller = caller;
    }

    /**
     * Returns the answer to a call that is made anew for each subscriber, once it has passed a check, which may throw.
     */
    static <T> Single<T> of(String call, StrictServerApi.Source<T> source, UnaryOperator<T> check) {
        return Single.create(caller -> new StrictCall<>(call, check, caller).make(source));
    }

    /** Errors too: RxJava would throw a LinkageError past everybody who waits for the answer. */
    private void make(StrictServerApi.Source<T> source) {
        try {
            SingleSource<? extends T> answer = source.call();
            if (answer == null) {
                fail(LiveKitException.malformed(call, "null instead of a Single"));
            } else {
                answer.subscribe(this);
            }
        } catch (Throwable thrown) {
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            fail(LiveKitException.of(thrown));
        }
    }

    @Override
    public void onSubscribe(@Nullable Disposable begun) {
        if (begun != null) {
            caller.setCancellable(() -> cancel(begun));
        }
    }

    private void cancel(Disposable begun) {
        try {
            begun.dispose();
        } catch (Throwable thrown) {
            log.warn(
                    "{} cannot be cancelled: {}",
                    call,
                    LiveKitException.of(thrown).getMessage());
        }
    }

    @Override
    public void onSuccess(@Nullable T answer) {
        T checked;
        try {
            if (answer == null) {
                throw LiveKitException.malformed(call, "null");
            }
            checked = check.apply(answer);
        } catch (LiveKitException refused) {
            fail(refused);
            return;
        } catch (Throwable thrown) {
            fail(LiveKitException.malformed(call, thrown));
            return;
        }
        caller.onSuccess(checked);
    }

    @Override
    public void onError(@Nullable Throwable error) {
        fail(error == null ? LiveKitException.malformed(call, "null as its error") : LiveKitException.of(error));
    }

    private void fail(LiveKitException failure) {
        if (!caller.tryOnError(failure)) {
            log.warn("{} failed after its caller had an answer or left: {}", call, failure.getMessage());
        }
    }
}
