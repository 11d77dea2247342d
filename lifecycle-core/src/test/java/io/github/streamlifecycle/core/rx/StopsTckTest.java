package io.github.streamlifecycle.core.rx;

import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.annotations.Test;

/** The Reactive Streams TCK for the reasons alone. */
@Test
public class StopsTckTest extends PublisherVerification<StopReason> {
    public StopsTckTest() {
        super(new TestEnvironment(TckSessions.TIMEOUT_MILLIS));
    }

    @Override
    public Publisher<StopReason> createPublisher(long elements) {
        return TckSessions.guarded(elements, AutoStop::stops);
    }

    @Override
    public Publisher<StopReason> createFailedPublisher() {
        return TckSessions.failed(AutoStop::stops);
    }

    @Override
    public long maxElementsFromPublisher() {
        return TckSessions.MOST;
    }
}
