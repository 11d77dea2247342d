package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.FlowableSubscriber;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The caller's subscriber, with its errors kept away from the guard. One that throws anything, an {@link Error}
 * included, is treated as cancelled, which is what RxJava does for exceptions alone.
 */
final class ReceiptSubscriber implements FlowableSubscriber<Receipt> {
    private final Subscriber<? super Receipt> caller;
    private @Nullable Subscription receipts;

    ReceiptSubscriber(Subscriber<? super Receipt> caller) {
        this.caller = caller;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        receipts = subscription;
        caller.onSubscribe(subscription);
    }

    @Override
    public void onNext(Receipt receipt) {
        guarded(() -> caller.onNext(receipt));
    }

    @Override
    public void onError(Throwable error) {
        guarded(() -> caller.onError(error));
    }

    @Override
    public void onComplete() {
        guarded(caller::onComplete);
    }

    private void guarded(Runnable call) {
        try {
            call.run();
        } catch (Throwable thrown) {
            if (receipts != null) {
                receipts.cancel();
            }
            Foreign.unheard(thrown);
        }
    }
}
