package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.core.SingleObserver;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.observers.TestObserver;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A wrapped API, however it misbehaves, gives its caller one answer or one LiveKitException. */
class StrictServerApiTest {
    private static final EgressRequest FILE = RoomCompositeEgress.grid().toFile("/out/x.mp4");
    private static final EgressInfo INFO =
            EgressInfo.newBuilder().setEgressId("EG_1").build();
    private final LiveKitException ours = LiveKitException.of(503, "unavailable", "ours");

    /** An API that does the same in each of its methods. */
    private static ServerApi each(Supplier<@Nullable Object> answer) {
        return ServerApi.strict((ServerApi) Proxy.newProxyInstance(
                ServerApi.class.getClassLoader(),
                new Class<?>[] {ServerApi.class},
                (proxy, method, arguments) -> answer.get()));
    }

    private static Stream<Single<?>> calls(ServerApi api) {
        return Stream.of(
                api.startEgress("room", FILE),
                api.stopEgress("EG_1"),
                api.readEgress("EG_1"),
                api.activeEgress("room"),
                api.rooms("room"),
                api.participants("room"));
    }

    private static Single<Object> single(Consumer<SingleObserver<Object>> signals) {
        return new Single<>() {
            @Override
            protected void subscribeActual(SingleObserver<Object> observer) {
                signals.accept(observer);
            }
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable, R> R sneakyThrow(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** A breach of the contract of every method. */
    enum Misdeed {
        THROWS(() -> sneakyThrow(new IllegalStateException("no"))),
        THROWS_A_CHECKED_EXCEPTION(() -> sneakyThrow(new IOException("no"))),
        THROWS_A_LINKAGE_ERROR(() -> sneakyThrow(new NoSuchMethodError("no"))),
        THROWS_A_VIRTUAL_MACHINE_ERROR(() -> sneakyThrow(new StackOverflowError("no"))),
        RETURNS_NULL(() -> null),
        RETURNS_ANOTHER_TYPE(() -> "no"),
        THROWS_WHEN_SUBSCRIBED_TO(() -> single(observer -> sneakyThrow(new IllegalStateException("no")))),
        LINKAGE_ERROR_WHEN_SUBSCRIBED_TO(() -> single(observer -> sneakyThrow(new NoClassDefFoundError("no")))),
        DEFERS_A_LINKAGE_ERROR(() -> Single.defer(() -> sneakyThrow(new NoClassDefFoundError("no")))),
        SIGNALS_AN_ERROR_OF_ITS_OWN(() -> Single.error(new IOException("no"))),
        SIGNALS_A_LINKAGE_ERROR(() -> Single.error(new NoClassDefFoundError("no"))),
        SIGNALS_NULL(() -> single(observer -> observer.onSuccess(sneakyNull()))),
        SIGNALS_NULL_AS_ITS_ERROR(() -> single(observer -> observer.onError(sneakyNull()))),
        SIGNALS_ANOTHER_TYPE(() -> Single.just(new Object())),
        ERROR_THAT_CANNOT_BE_READ(() -> Single.error(new RuntimeException() {
            @Override
            public String getMessage() {
                throw new NoClassDefFoundError("no");
            }
        })),
        TWO_ERRORS(() -> single(observer -> {
            observer.onError(new IOException("no"));
            observer.onError(new IOException("no again"));
        })),
        ERROR_AND_THROWS(() -> single(observer -> {
            observer.onError(new IOException("no"));
            sneakyThrow(new NoSuchMethodError("no again"));
        }));

        @SuppressWarnings("ImmutableEnumChecker") // all of them are lambdas without a state
        private final Supplier<@Nullable Object> answer;

        Misdeed(Supplier<@Nullable Object> answer) {
            this.answer = answer;
        }
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T sneakyNull() {
        return null;
    }

    @ParameterizedTest
    @EnumSource
    void everyMisdeedBecomesOneAmbiguousFailure(Misdeed misdeed) {
        assertThat(calls(each(misdeed.answer)))
                .hasSize(6)
                .allSatisfy(call -> call.test()
                        .assertNoValues()
                        .assertError(
                                error -> error instanceof LiveKitException failed && failed.kind() == Kind.AMBIGUOUS));
    }

    static Stream<Single<Object>> answers() {
        return Stream.of(
                Single.just(INFO),
                single(observer -> observer.onSuccess(INFO)),
                single(observer -> {
                    observer.onSubscribe(sneakyNull());
                    observer.onSuccess(INFO);
                }),
                single(observer -> {
                    observer.onSubscribe(Disposable.empty());
                    observer.onSubscribe(Disposable.empty());
                    observer.onSuccess(INFO);
                }),
                single(observer -> {
                    observer.onSuccess(INFO);
                    observer.onSuccess(INFO);
                }),
                single(observer -> {
                    observer.onSuccess(INFO);
                    observer.onError(new IOException("too late"));
                }),
                single(observer -> {
                    observer.onSuccess(INFO);
                    sneakyThrow(new NoSuchMethodError("too late"));
                }));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void answerIsGivenOnceWhateverFollows(Single<Object> answer) {
        each(() -> answer).stopEgress("EG_1").test().assertResult(INFO);
    }

    @Test
    void itsOwnFailureIsKept() {
        each(() -> Single.error(ours)).stopEgress("EG_1").test().assertError(ours);
        each(() -> sneakyThrow(ours)).stopEgress("EG_1").test().assertError(ours);
    }

    @Test
    void listWithNullIsRefused() {
        each(() -> Single.just(Arrays.asList(INFO, null)))
                .readEgress("EG_1")
                .test()
                .assertError(LiveKitException.class);
    }

    @Test
    void stopOfAnotherEgressIsNoAnswer() {
        each(() -> Single.just(INFO)).stopEgress("EG_2").test().assertError(LiveKitException.class);
    }

    @Test
    void startWithoutAnEgressIsNoAnswer() {
        each(() -> Single.just(EgressInfo.getDefaultInstance()))
                .startEgress("room", FILE)
                .test()
                .assertError(LiveKitException.class);
    }

    @Test
    void cancelIsPassedOnAndMayThrow() {
        AtomicInteger cancelled = new AtomicInteger();
        TestObserver<EgressInfo> caller = each(() ->
                        single(observer -> observer.onSubscribe(Disposable.fromAction(() -> {
                            cancelled.incrementAndGet();
                            sneakyThrow(new NoSuchMethodError("no"));
                        }))))
                .stopEgress("EG_1")
                .test();
        caller.dispose();
        assertThat(cancelled).hasValue(1);
        caller.assertEmpty();
    }

    @Test
    void signalAfterCancelIsDropped() {
        AtomicInteger signals = new AtomicInteger();
        List<SingleObserver<Object>> observers = new ArrayList<>();
        TestObserver<EgressInfo> caller = each(() -> single(observers::add))
                .stopEgress("EG_1")
                .doOnEvent((info, error) -> signals.incrementAndGet())
                .test();
        caller.dispose();
        observers.get(0).onError(new IOException("too late"));
        observers.get(0).onSuccess(INFO);
        assertThat(signals).hasValue(0);
    }

    @Test
    void eachSubscriptionIsACall() {
        AtomicInteger made = new AtomicInteger();
        Single<EgressInfo> stop = each(() -> {
                    made.incrementAndGet();
                    return Single.just(INFO);
                })
                .stopEgress("EG_1");
        assertThat(made).hasValue(0);
        stop.test().assertResult(INFO);
        stop.test().assertResult(INFO);
        assertThat(made).hasValue(2);
    }

    @Test
    void isNotWrappedTwice() {
        ServerApi strict = each(() -> Single.just(INFO));
        assertThat(ServerApi.strict(strict)).isSameAs(strict);
    }
}
