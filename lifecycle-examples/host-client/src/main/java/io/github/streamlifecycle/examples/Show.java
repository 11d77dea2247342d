package io.github.streamlifecycle.examples;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.Outcome;
import io.github.streamlifecycle.livekit.StreamEvent;
import io.github.streamlifecycle.livekit.host.ReturningHost;
import io.github.streamlifecycle.livekit.presence.DropThresholds;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A host on air: publishes, goes live, comes back after a drop, goes live again if its egress was stopped meanwhile, and
 * ends when it is told to. Everything here happens on the loop.
 */
final class Show {
    /** What a run can do to its own network. */
    interface Network {
        void cut();

        void heal();
    }

    private static final Duration SETTLING = Duration.ofSeconds(2);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(5);
    private static final Duration START_AGAIN_AFTER = Duration.ofSeconds(5);

    private final Loop loop;
    private final Scenario scenario;
    private final LiveKit livekit;
    private final Uplink uplink;
    private final Network network;
    private final Timeline timeline;
    private final SingleSubject<Verdict> verdict = SingleSubject.create();
    private final CompositeDisposable script = new CompositeDisposable();

    private @Nullable ReturningHost host;
    private @Nullable GuardedStream stream;
    private Presence presence = Presence.SUSPECT;
    private String onAir = "";
    private int stopsSent;
    private int streams;
    private boolean quitting;

    Show(Loop loop, Scenario scenario, LiveKit livekit, Uplink uplink, Network network, Timeline timeline) {
        this.loop = loop;
        this.scenario = scenario;
        this.livekit = livekit;
        this.uplink = uplink;
        this.network = network;
        this.timeline = timeline;
    }

    /** How it ends; it begins when the loop does. */
    Single<Verdict> verdict() {
        loop.onBegin(this::begin);
        loop.onQuit(this::quit);
        return verdict;
    }

    private void begin(String server) {
        timeline.say("connecting to " + server);
        ReturningHost.publish(uplink.connect(), DropThresholds.ofDefaults(), loop.scheduler())
                .subscribe(
                        this::onHosting,
                        error -> verdict.onSuccess(Verdict.wrong("not connected: " + error.getMessage())));
    }

    private void onHosting(ReturningHost published) {
        host = published;
        script.add(published.events().subscribe(timeline::say));
        script.add(Flowable.fromPublisher(published).subscribe(now -> presence = now));
        script.add(Flowable.interval(1, TimeUnit.SECONDS, loop.scheduler())
                .onBackpressureDrop()
                .subscribe(
                        second -> timeline.status("host " + presence + (onAir.isEmpty() ? "" : ", live: " + onAir))));
        goLive(published);
        script.add(dropAndHeal().subscribe());
    }

    private void goLive(ReturningHost published) {
        if (quitting) {
            leave(Verdict.right("its user ended the show, and nothing was live"));
            return;
        }
        streams++;
        stopsSent = 0;
        GuardedStream started = livekit.guard(scenario.room())
                .host(published)
                .grace(scenario.grace())
                .scheduler(loop.scheduler())
                .start(scenario.egress());
        stream = started;
        script.add(started.events().subscribe(this::onEvent));
        script.add(started.outcome().subscribe(this::onOutcome));
    }

    private void onEvent(StreamEvent event) {
        timeline.say(event);
        if (event instanceof StreamEvent.Live live) {
            onAir = live.egressId();
        } else if (event instanceof StreamEvent.StopSent) {
            stopsSent++;
        }
    }

    private void onOutcome(Outcome outcome) {
        stream = null;
        onAir = "";
        timeline.sayWhatTheDropCost();
        Verdict ended = Verdict.of(outcome, stopsSent).after(streams - 1);
        boolean mayReturn =
                scenario.dropAfter().isEmpty() || scenario.healAfter().isPresent();
        if (outcome instanceof Outcome.HostDropped && ended.exitCode() == 0 && mayReturn && !quitting) {
            timeline.say("waiting for the network, to go live again");
            goLiveOnceBack(Duration.ZERO);
        } else if (outcome instanceof Outcome.StartFailed && streams > 1 && !quitting) {
            timeline.say(ended.words() + "; trying again");
            goLiveOnceBack(START_AGAIN_AFTER);
        } else {
            leave(ended);
        }
    }

    private void goLiveOnceBack(Duration pause) {
        ReturningHost waiting = hosting();
        script.add(Flowable.fromPublisher(waiting)
                .delaySubscription(pause.toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                .filter(Presence.UP::equals)
                .firstElement()
                .subscribe(up -> goLive(waiting)));
    }

    private ReturningHost hosting() {
        ReturningHost published = host;
        if (published == null) {
            throw new IllegalStateException("there is no host yet");
        }
        return published;
    }

    /** Completes when the network was mended and all is well again; never if it is not to be cut, or not to be mended. */
    private Completable dropAndHeal() {
        return at(scenario.dropAfter(), () -> {
                    timeline.sayCut("network cut");
                    network.cut();
                })
                .andThen(at(scenario.healAfter(), () -> {
                    timeline.say("network mended");
                    network.heal();
                }))
                .andThen(Completable.defer(this::endOnceSettled));
    }

    private Completable at(Optional<Duration> time, Runnable act) {
        return time.map(after -> Completable.timer(after.toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                        .andThen(Completable.fromRunnable(act)))
                .orElse(Completable.never());
    }

    private Completable endOnceSettled() {
        return Flowable.interval(SETTLING.toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                .delaySubscription(scenario.grace().toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                .onBackpressureDrop()
                .filter(look -> presence == Presence.UP && !onAir.isEmpty())
                .firstElement()
                .doOnSuccess(settled -> {
                    timeline.say(
                            streams == 1 ? "the egress went on; the show is over" : "live again; the show is over");
                    quit();
                })
                .ignoreElement();
    }

    private void quit() {
        quitting = true;
        GuardedStream running = stream;
        if (running != null) {
            running.stop();
        } else if (host != null) {
            leave(Verdict.right("its user ended the show, and nothing was live"));
        } else {
            verdict.onSuccess(Verdict.right("its user ended the show before it began"));
        }
    }

    private void leave(Verdict ended) {
        hosting()
                .leave()
                .timeout(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                .subscribe(() -> end(ended, "left"), error -> end(ended, "left without a word: " + error.getMessage()));
    }

    private void end(Verdict ended, String words) {
        timeline.say(words);
        timeline.status("");
        script.dispose();
        verdict.onSuccess(ended);
    }
}
