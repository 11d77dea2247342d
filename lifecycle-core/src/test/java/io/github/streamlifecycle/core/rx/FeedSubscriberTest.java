package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.processors.PublishProcessor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;

/** One feed's subscriber: what it hears, and when its container can cancel it. */
class FeedSubscriberTest {
    private final Exception failed = new Exception("failed");
    private static final Subscription NOTHING = new Subscription() {
        @Override
        public void request(long levels) {}

        @Override
        public void cancel() {}
    };

    @RegisterExtension
    final UnheardErrors unheard = new UnheardErrors();

    private final CompositeDisposable container = new CompositeDisposable();
    private final List<Object> heard = new ArrayList<>();
    private final FeedSubscriber<Object> subscriber =
            new FeedSubscriber<>(container, heard::add, heard::add, () -> heard.add("end"));

    private FeedSubscriber<Object> throwing(Throwable thrown) {
        return new FeedSubscriber<>(
                container,
                level -> {
                    throw thrown;
                },
                heard::add,
                () -> heard.add("end"));
    }

    @Test
    void hearsLevelsAndTheEnd() {
        Flowable.<Object>just(1, 2).subscribe(subscriber);
        assertThat(heard).containsExactly(1, 2, "end");
        assertThat(container.size()).isZero();
    }

    @Test
    void hearsTheError() {
        Flowable.error(failed).subscribe(subscriber);
        assertThat(heard).containsExactly(failed);
        assertThat(container.size()).isZero();
    }

    @Test
    void aSynchronousFeedCanBeCancelledInItsMidst() {
        var stopping = new FeedSubscriber<Integer>(
                container,
                level -> {
                    heard.add(level);
                    container.dispose();
                },
                heard::add,
                () -> heard.add("end"));
        Flowable.range(1, 1_000).subscribe(stopping);
        assertThat(heard).containsExactly(1);
    }

    @Test
    void aDisposedContainerCancelsAtOnce() {
        PublishProcessor<Object> feed = PublishProcessor.create();
        container.dispose();
        feed.subscribe(new FeedSubscriber<>(container, heard::add, heard::add, () -> heard.add("end")));
        assertThat(feed.hasSubscribers()).isFalse();
    }

    @Test
    void nothingIsHeardAfterDispose() {
        subscriber.onSubscribe(NOTHING);
        container.dispose();
        subscriber.onNext(1);
        subscriber.onComplete();
        subscriber.onError(failed);
        assertThat(heard).isEmpty();
        assertThat(unheard.take()).hasSize(1);
    }

    @Test
    void nothingIsHeardAfterTheEnd() {
        subscriber.onSubscribe(NOTHING);
        subscriber.onComplete();
        subscriber.onNext(1);
        subscriber.onComplete();
        subscriber.onError(failed);
        assertThat(heard).containsExactly("end");
        assertThat(unheard.take()).hasSize(1);
    }

    @Test
    void aLevelThatThrowsEndsTheFeed() {
        PublishProcessor<Object> feed = PublishProcessor.create();
        feed.subscribe(throwing(failed));
        feed.onNext(1);
        assertThat(heard).containsExactly(failed);
        assertThat(feed.hasSubscribers()).isFalse();
    }

    @Test
    void aFatalErrorIsThrown() {
        Error fatal = new OutOfMemoryError("full");
        FeedSubscriber<Object> fails = throwing(fatal);
        fails.onSubscribe(NOTHING);
        assertThatThrownBy(() -> fails.onNext(1)).isSameAs(fatal);
        assertThat(heard).isEmpty();
    }
}
