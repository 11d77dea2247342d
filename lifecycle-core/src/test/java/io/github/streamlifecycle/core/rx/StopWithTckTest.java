package io.github.streamlifecycle.core.rx;

import io.reactivex.rxjava3.core.Completable;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.Test;

/** The Reactive Streams TCK for the receipts. */
@Test
public class StopWithTckTest extends PublisherVerification<Receipt> {
    public StopWithTckTest() {
        super(new TestEnvironment(TckSessions.TIMEOUT_MILLIS));
    }

    @Override
    public Publisher<Receipt> createPublisher(long elements) {
        return TckSessions.guarded(elements, plan -> plan.stopWith(Completable::complete));
    }

    @Override
    public Publisher<Receipt> createFailedPublisher() {
        return TckSessions.failed(plan -> plan.stopWith(Completable::complete));
    }

    @Override
    public long maxElementsFromPublisher() {
        return TckSessions.MOST;
    }
}
