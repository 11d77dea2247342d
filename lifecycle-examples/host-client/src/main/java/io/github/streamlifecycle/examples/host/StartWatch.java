package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.examples.replay.EventLoop;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Tells the user why a start takes long: a server without a free egress worker answers after 25 s, with a 503. */
final class StartWatch {
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private final EventLoop loop;
    private final Timeline timeline;
    private final SerialDisposable timer = new SerialDisposable();

    StartWatch(EventLoop loop, Timeline timeline) {
        this.loop = loop;
        this.timeline = timeline;
    }

    void on(StreamEvent event) {
        if (event instanceof StreamEvent.StartRequested) {
            timer.set(Completable.timer(ANSWERED_WITHIN.toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                    .subscribe(() -> timeline.warn("the server has not answered the start for "
                            + PlainWords.of(ANSWERED_WITHIN) + "; it waits up to 25 s for an egress worker")));
        } else if (event instanceof StreamEvent.Started || event instanceof StreamEvent.StopEnded) {
            cancel();
        }
    }

    /** A refusal is the end of the stream and told as such; after any other failure the library looks for an egress. */
    void onFailure(Throwable error) {
        cancel();
        if (error instanceof LiveKitException failed && failed.kind() == LiveKitException.Kind.AMBIGUOUS) {
            timeline.warn("the start failed: " + PlainWords.of(error));
            timeline.say("looking for an egress that it may have started all the same");
        }
    }

    void cancel() {
        timer.set(Disposable.disposed());
    }
}
