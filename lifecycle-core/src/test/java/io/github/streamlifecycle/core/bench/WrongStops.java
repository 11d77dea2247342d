package io.github.streamlifecycle.core.bench;

import io.reactivex.rxjava3.plugins.RxJavaPlugins;
import io.reactivex.rxjava3.processors.PublishProcessor;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The wrong and missing stops of a pipeline over a history of levels. By the promises, the right ones are the first fall
 * of each streaming session and nothing else.
 */
record WrongStops(int levels, int right, int missed, int extra, String twoThreads) {
    private static final int LEVELS = 100_000;
    private static final int RACING_LEVELS = 1_000_000;

    static WrongStops of(ByHand pipeline) {
        PublishProcessor<Boolean> hosting = PublishProcessor.create();
        PublishProcessor<Boolean> streaming = PublishProcessor.create();
        TestSubscriber<Object> stops = new TestSubscriber<>();
        pipeline.stops(hosting, streaming).subscribe(stops);
        Random dice = new Random(42);
        boolean isHosting = false;
        boolean isStreaming = false;
        boolean spent = false;
        int right = 0;
        int missed = 0;
        int extra = 0;
        for (int i = 0; i < LEVELS; i++) {
            boolean value = dice.nextBoolean();
            boolean expected = false;
            int before = stops.values().size();
            if (dice.nextInt(3) == 0) {
                spent &= value;
                isStreaming = value;
                streaming.onNext(value);
            } else {
                expected = isHosting && !value && isStreaming && !spent;
                spent |= expected;
                isHosting = value;
                hosting.onNext(value);
            }
            int came = stops.values().size() - before;
            right += expected && came > 0 ? 1 : 0;
            missed += expected && came == 0 ? 1 : 0;
            extra += came - (expected && came > 0 ? 1 : 0);
        }
        return new WrongStops(LEVELS, right, missed, extra, onTwoThreads(pipeline));
    }

    /** Returns how the pipeline takes both feeds at full speed. */
    private static String onTwoThreads(ByHand pipeline) {
        PublishProcessor<Boolean> hosting = PublishProcessor.create();
        PublishProcessor<Boolean> streaming = PublishProcessor.create();
        RxJavaPlugins.setErrorHandler(error -> {}); // a second feed's failure, after the first has ended it all
        try {
            TestSubscriber<?> end = pipeline.stops(hosting, streaming)
                    .ignoreElements()
                    .<Object>toFlowable()
                    .test();
            Thread other = new Thread(() -> toggle(streaming), "streaming");
            other.start();
            toggle(hosting);
            other.join();
            hosting.onComplete();
            streaming.onComplete();
            return end.await(10, TimeUnit.SECONDS) ? ended(end) : "does not end";
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        } finally {
            RxJavaPlugins.setErrorHandler(null);
        }
    }

    private static String ended(TestSubscriber<?> end) {
        try {
            end.assertComplete().assertNoErrors();
            return "survives";
        } catch (AssertionError otherwise) {
            Throwable cause = otherwise.getCause();
            return cause == null ? "fails" : cause.getClass().getSimpleName();
        }
    }

    private static void toggle(PublishProcessor<Boolean> feed) {
        for (int i = 0; i < RACING_LEVELS; i++) {
            feed.onNext((i & 1) == 0);
        }
    }
}
