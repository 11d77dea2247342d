package io.github.streamlifecycle.livekit.calls;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.reactivex.rxjava3.core.Single;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where code that is not ours is called: callbacks, predicates and a {@code ServerApi}. Whatever it throws
 * stays here. That includes Errors, which RxJava rethrows through its operators instead of signalling them, so that one
 * {@code LinkageError} in a callback would leave a stop without a receipt.
 */
public final class ForeignCode {
    private static final Logger log = LoggerFactory.getLogger(ForeignCode.class);

    private ForeignCode() {}

    /**
     * Runs a callback and logs what it throws.
     *
     * @param name the callback in a log line
     * @param callback the code to run
     */
    public static void run(String name, Runnable callback) {
        try {
            callback.run();
        } catch (Throwable thrown) {
            log.error("{} threw", name, thrown);
        }
    }

    /**
     * Asks a predicate. One that throws is logged, and its answer is the given one.
     *
     * @param name the predicate in a log line
     * @param predicate the code to ask
     * @param ifItThrows the answer of one that throws
     * @return its answer
     */
    public static boolean ask(String name, BooleanSupplier predicate, boolean ifItThrows) {
        try {
            return predicate.getAsBoolean();
        } catch (Throwable thrown) {
            log.error("{} threw, taken as {}", name, ifItThrows, thrown);
            return ifItThrows;
        }
    }

    /** Returns a call that fails with a {@link LiveKitException} only, also if it throws when it is made. */
    static <T> Single<T> call(Supplier<Single<T>> call) {
        return Single.create(emitter -> {
            try {
                emitter.setDisposable(call.get()
                        .subscribe(emitter::onSuccess, error -> emitter.tryOnError(LiveKitException.of(error))));
            } catch (Throwable thrown) {
                if (!emitter.tryOnError(LiveKitException.of(thrown))) {
                    log.error("a call threw after it had ended", thrown);
                }
            }
        });
    }
}
