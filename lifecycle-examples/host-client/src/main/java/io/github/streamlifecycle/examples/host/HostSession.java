package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.examples.network.Network;
import io.github.streamlifecycle.examples.replay.EventLoop;
import io.github.streamlifecycle.livekit.GuardedStream;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.host.HostConnection;
import io.github.streamlifecycle.livekit.host.ReturningHost;
import io.github.streamlifecycle.livekit.presence.DropThresholds;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One run of a host: it publishes, starts a guarded egress once it is hosting, comes back after a drop, starts another
 * egress if the first was stopped meanwhile, and ends when its user or its scenario says so.
 *
 * <p>Everything here happens on the loop.
 */
final class HostSession {
    private static final Duration START_AGAIN_AFTER = Duration.ofSeconds(5);
    private static final Duration LEAVE_WITHIN = Duration.ofSeconds(5);
    private static final RunResult NOTHING_LIVE = RunResult.good("the run was ended as asked, and nothing was live");

    private final EventLoop loop;
    private final Scenario scenario;
    private final LiveKit livekit;
    private final Single<HostConnection> connect;
    private final Timeline timeline;
    private final StartWatch startWatch;
    private final EgressErrors errors;
    private final DropScript drop;
    private final SingleSubject<RunResult> result = SingleSubject.create();
    private final CompositeDisposable running = new CompositeDisposable();

    private @Nullable ReturningHost host;
    private @Nullable GuardedStream stream;
    private Presence presence = Presence.SUSPECT;
    private String liveEgress = "";
    private int stopsSent;
    private int streams;
    private boolean concluding;
    private boolean quitting;

    /**
     * Makes a session that begins when its loop does.
     *
     * @param livekit a server whose calls, timers and events go through the loop
     * @param connect makes a connection for each subscriber, through the loop too
     * @param startWatch told of starts that fail
     */
    HostSession(
            EventLoop loop,
            Scenario scenario,
            LiveKit livekit,
            Single<HostConnection> connect,
            Network network,
            Timeline timeline,
            StartWatch startWatch) {
        this.loop = loop;
        this.scenario = scenario;
        this.livekit = livekit;
        this.connect = connect;
        this.drop = new DropScript(scenario, network, timeline, loop.scheduler());
        this.timeline = timeline;
        this.startWatch = startWatch;
        this.errors = new EgressErrors(livekit, loop.scheduler());
        loop.onBegin(this::begin);
        loop.onQuit(this::quit);
    }

    Single<RunResult> result() {
        return result;
    }

    private void begin(String server) {
        timeline.say("connecting to " + server);
        ReturningHost.publish(leaving -> connect.takeUntil(leaving), DropThresholds.ofDefaults(), loop.scheduler())
                .subscribe(
                        this::onConnected,
                        error -> result.onSuccess(RunResult.bad("not connected: " + PlainWords.of(error))));
    }

    private void onConnected(ReturningHost connected) {
        host = connected;
        if (quitting) {
            leave(NOTHING_LIVE);
            return;
        }
        running.add(connected.events().subscribe(timeline::say));
        running.add(Flowable.fromPublisher(connected).subscribe(this::onPresence));
        running.add(Flowable.interval(1, TimeUnit.SECONDS, loop.scheduler())
                .onBackpressureDrop()
                .subscribe(second -> timeline.status(status())));
        onceHosting(Duration.ZERO, () -> {
            goLive();
            running.add(drop.run(() -> presence == Presence.UP && !liveEgress.isEmpty())
                    .subscribe(this::onSettled));
        });
    }

    private String status() {
        return "host " + presence + (liveEgress.isEmpty() ? "" : ", live: " + liveEgress);
    }

    private void onPresence(Presence now) {
        presence = now;
        timeline.say(now);
    }

    /** Nothing is started while a drop is suspected. */
    private void onceHosting(Duration pause, Runnable act) {
        running.add(Flowable.fromPublisher(hosting())
                .delaySubscription(pause.toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                .filter(Presence.UP::equals)
                .firstElement()
                .subscribe(up -> act.run()));
    }

    private void goLive() {
        streams++;
        stopsSent = 0;
        timeline.guardBegins();
        GuardedStream started = livekit.guard(scenario.room(), hosting())
                .grace(scenario.grace())
                .start(scenario.egress());
        stream = started;
        Flowable<Object> told =
                Flowable.concat(started.events(), started.outcome().toFlowable());
        running.add(told.doOnNext(loop::note).subscribe(this::onTold));
    }

    private void onTold(Object told) {
        if (told instanceof StreamEvent event) {
            onEvent(event);
        } else if (told instanceof Outcome outcome) {
            onOutcome(outcome);
        }
    }

    private void onEvent(StreamEvent event) {
        timeline.say(event);
        startWatch.on(event);
        if (event instanceof StreamEvent.Live live) {
            liveEgress = live.egressId();
        } else if (event instanceof StreamEvent.StopSent) {
            stopsSent++;
        }
    }

    private void onOutcome(Outcome outcome) {
        stream = null;
        liveEgress = "";
        startWatch.cancel();
        timeline.sayDropSummary();
        concluding = true;
        running.add(errors.of(outcome)
                .map(error -> error.map(scenario::withoutStreamKey))
                .subscribe(error -> conclude(outcome, error)));
    }

    private void conclude(Outcome outcome, Optional<String> error) {
        concluding = false;
        RunResult ended = RunResult.of(outcome, stopsSent, error).after(streams - 1);
        boolean mayReturn =
                scenario.dropAfter().isEmpty() || scenario.healAfter().isPresent();
        if (outcome instanceof Outcome.HostDropped && ended.exitCode() == 0 && mayReturn && !quitting) {
            timeline.say("waiting for the network, to go live again");
            onceHosting(Duration.ZERO, this::goLive);
        } else if (outcome instanceof Outcome.StartFailed && streams > 1 && !quitting) {
            timeline.warn(ended.words() + "; trying again");
            onceHosting(START_AGAIN_AFTER, this::goLive);
        } else {
            leave(ended);
        }
    }

    private ReturningHost hosting() {
        ReturningHost connected = host;
        if (connected == null) {
            throw new IllegalStateException("there is no host yet");
        }
        return connected;
    }

    private void onSettled() {
        timeline.say(streams == 1 ? "the egress went on; ending the run" : "live again; ending the run");
        quit();
    }

    private void quit() {
        if (quitting) {
            return;
        }
        quitting = true;
        GuardedStream guarded = stream;
        if (guarded != null) {
            guarded.stop();
        } else if (concluding) {
            timeline.say("ending the run");
        } else if (host != null) {
            leave(NOTHING_LIVE);
        } else {
            result.onSuccess(RunResult.good("the run was ended as asked before it was connected"));
        }
    }

    private void leave(RunResult ended) {
        running.clear();
        timeline.status("");
        timeline.say("leaving");
        hosting()
                .leave()
                .timeout(LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS, loop.scheduler())
                .subscribe(
                        () -> end(ended, "left"),
                        error -> end(ended, "left without telling the server: " + PlainWords.of(error)));
    }

    private void end(RunResult ended, String words) {
        timeline.say(words);
        result.onSuccess(ended);
    }
}
