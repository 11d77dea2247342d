package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.PendingStop.Result;
import io.github.streamlifecycle.core.rx.Receipt.Failed;
import io.github.streamlifecycle.core.rx.Receipt.Stopped;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableSource;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Actions, feeds and subscribers that throw what RxJava does not signal, or break the protocol. */
@Tag("P6")
class HostileCodeTest {
    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    static Stream<Throwable> errors() {
        return Stream.of(
                new NoClassDefFoundError("lost"),
                new StackOverflowError("deep"),
                new OutOfMemoryError("full"),
                new AssertionError("wrong"),
                new IllegalStateException("thrown"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfAnActionIsAFailedStop(Throwable error) {
        assertFailsAndArmsAgain(
                error,
                () -> Completable.fromAction(() -> {
                    throw error;
                }));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfASupplierIsAFailedStop(Throwable error) {
        assertFailsAndArmsAgain(error, () -> sneaky(error));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfASourceIsAFailedStop(Throwable error) {
        assertFailsAndArmsAgain(error, () -> observer -> sneaky(error));
    }

    private void assertFailsAndArmsAgain(Throwable error, Supplier<CompletableSource> action) {
        Rig rig = Rig.withGrace();
        TestSubscriber<Receipt> receipts = rig.plan.stopWith(action).test();
        Failed failed = new Failed(StopReason.HOST_DOWN, error);
        rig.on().up().down();
        receipts.assertValuesOnly(failed);
        rig.up().down();
        receipts.assertValuesOnly(failed, failed);
        List<Throwable> passedOn = unheard.take();
        if (error instanceof VirtualMachineError) {
            assertThat(passedOn).hasSize(2).allSatisfy(told -> assertThat(told).hasRootCause(error));
        } else {
            assertThat(passedOn).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorAfterGraceIsAFailedStop(Throwable error) {
        Rig rig = Rig.withGrace();
        TestSubscriber<Receipt> receipts =
                rig.plan.stopOrWithdraw(stop -> sneaky(error)).test();
        rig.on().up().suspect().after(Rig.GRACE);
        receipts.assertValuesOnly(new Failed(StopReason.GRACE_ELAPSED, error));
        unheard.take();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOfASubscriberCancelsIt(Throwable error) {
        Rig rig = Rig.withoutGrace();
        rig.receipts.cancel();
        Disposable guard = rig.plan.stopWith(rig::stop).subscribe(receipt -> sneaky(error));
        rig.on().up().down().off().on().up().down();
        rig.stopped();
        assertThat(unheard.take())
                .singleElement()
                .satisfies(told -> assertThat(told).hasRootCause(error));
        assertThat(rig.host.hasSubscribers()).isFalse();
        rig.stops.get(0).onComplete();
        assertThat(rig.stops).noneMatch(stop -> stop.hasObservers());
        guard.dispose();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorOnCompletionHurtsNobody(Throwable error) {
        Rig rig = Rig.withoutGrace();
        Disposable guard =
                rig.plan.stopWith(rig::stop).subscribe(receipt -> {}, failure -> sneaky(error), () -> sneaky(error));
        rig.on().up().down().stopped().stops.get(0).onComplete();
        rig.host.onComplete();
        assertThat(unheard.take()).hasSize(1);
        assertThat(guard.isDisposed()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void hostFeedThatThrowsWhileUpIsAFall(Throwable error) {
        List<String> calls = new ArrayList<>();
        Flowable<Presence> host = Flowable.unsafeCreate(subscriber -> {
            Flowable.just(Presence.UP).concatWith(Flowable.never()).subscribe(subscriber);
            sneaky(error);
        });
        TestSubscriber<Receipt> receipts = AutoStop.whenPresence(host, Flowable.just(true))
                .stopWith(() -> Completable.fromAction(() -> calls.add("stop")))
                .test();
        assertThat(calls).containsExactly("stop");
        receipts.assertValue(new Stopped(StopReason.FEED_ENDED));
        receipts.assertNotComplete();
        unheard.take();
    }

    @Test
    @Tag("P2")
    void actionThatEndsTwiceHasOneReceipt() {
        Rig rig = Rig.withoutGrace();
        Exception late = new Exception("late");
        TestSubscriber<Receipt> receipts = rig.plan
                .stopWith(() -> observer -> {
                    observer.onSubscribe(Disposable.empty());
                    observer.onComplete();
                    observer.onComplete();
                    observer.onError(late);
                })
                .test();
        rig.on().up().down().up().down();
        receipts.assertValuesOnly(new Stopped(StopReason.HOST_DOWN));
        assertThat(unheard.take())
                .singleElement()
                .satisfies(told -> assertThat(told).hasRootCause(late));
    }

    @Test
    void nullResultIsAFailedStop() {
        Rig rig = Rig.withoutGrace();
        TestSubscriber<Receipt> receipts = rig.plan
                .stopOrWithdraw(stop -> observer -> {
                    observer.onSubscribe(Disposable.empty());
                    observer.onSuccess(nothing());
                })
                .test();
        rig.on().up().down();
        receipts.assertValueCount(1);
        assertThat(((Failed) receipts.values().get(0)).error()).hasMessage("the result of the stop action is null");
    }

    @Test
    void disposableThatThrowsIsOvercome() {
        UnsupportedOperationException thrown = new UnsupportedOperationException("thrown");
        Rig rig = Rig.with(plan -> plan.stopTimeout(Rig.LIMIT));
        TestSubscriber<Receipt> receipts = rig.plan
                .stopOrWithdraw(stop -> Single.<Result>never().doOnDispose(() -> {
                    throw thrown;
                }))
                .test();
        rig.on().up().down().after(Rig.LIMIT);
        receipts.assertValuesOnly(new Receipt.TimedOut(StopReason.HOST_DOWN, Rig.LIMIT));
        assertThat(unheard.take())
                .singleElement()
                .satisfies(told -> assertThat(told).hasRootCause(thrown));
        rig.receipts.cancel();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T, E extends Throwable> T sneaky(Throwable error) throws E {
        throw (E) error;
    }

    /** A null that the compiler does not see. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
