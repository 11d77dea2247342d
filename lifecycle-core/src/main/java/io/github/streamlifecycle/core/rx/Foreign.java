package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.plugins.RxJavaPlugins;

/** Calls into other people's code that are not supposed to fail, and the handling of their errors if they do. */
final class Foreign {
    private Foreign() {}

    /** Passes on an error that no subscriber will see. */
    @SuppressWarnings("EmptyCatch") // an error handler that throws cannot be reported to anybody
    static void unheard(Throwable error) {
        try {
            RxJavaPlugins.onError(error);
        } catch (Throwable handlerFailed) {
            // a guard outlives its application's error handler
        }
    }

    static void dispose(Disposable disposable) {
        try {
            disposable.dispose();
        } catch (Throwable error) {
            unheard(error);
        }
    }
}
