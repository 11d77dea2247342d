package io.github.streamlifecycle.livekit.host;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.host.Reconnection.Signal;
import io.github.streamlifecycle.livekit.host.Reconnection.Step;
import io.github.streamlifecycle.livekit.presence.DropThresholds;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.github.streamlifecycle.livekit.presence.PublisherView;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.disposables.SerialDisposable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import io.reactivex.rxjava3.processors.ReplayProcessor;
import io.reactivex.rxjava3.subjects.CompletableSubject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * A host that publishes over one connection after another, and comes back by itself after a drop until it is told to
 * leave.
 *
 * <p>As a Publisher it is the host's presence, whichever connection carries it: {@link Presence#SUSPECT} from the moment
 * a drop is seen until the host is back, {@link Presence#DOWN} once it has left.
 *
 * <p>After a drop the host first restarts ICE, which the room does not notice. If that does not help within 5 s, or the
 * session has ended, it makes a new connection and no longer listens to the old one. Between questions that the server
 * does not answer it pauses for 0.5 s, then twice as long each time up to 8 s; between connections that do not come about
 * it pauses up to 5 min, because each leaves native memory behind. If another device publishes as this host, the host
 * stays away, and is {@link Presence#UP} for as long as the server lists that device.
 *
 * <p>Thread-safe. All signals come on the Scheduler.
 *
 * @since 0.1.0
 */
public final class ReturningHost implements Publisher<Presence> {
    private static final int EVENTS_KEPT = 100;

    private final HostConnector connector;
    private final DropThresholds thresholds;
    private final Scheduler scheduler;
    /** All state below belongs to its turns. */
    private final Scheduler.Worker turns;

    private final FlowableProcessor<Presence> presence = BehaviorProcessor.create();
    private final FlowableProcessor<HostEvent> events =
            ReplayProcessor.<HostEvent>createWithSize(EVENTS_KEPT).toSerialized();
    private final CompletableSubject leaving = CompletableSubject.create();
    private final CompletableSubject left = CompletableSubject.create();
    private final SerialDisposable watching = new SerialDisposable();
    private final SerialDisposable acting = new SerialDisposable();

    private HostConnection connection;
    private PublisherView view;
    private Reconnection reconnection = Reconnection.PUBLISHING;
    /** Completes when the latest attempt to connect has ended. */
    private Completable attempt = Completable.complete();
    /** The number of the latest action; results of earlier ones come too late. */
    private int actions;

    private ReturningHost(
            HostConnector connector, DropThresholds thresholds, Scheduler scheduler, HostConnection first) {
        this.connector = connector;
        this.thresholds = thresholds;
        this.view = PublisherView.with(thresholds);
        this.scheduler = scheduler;
        this.turns = scheduler.createWorker();
        this.connection = first;
    }

    /**
     * Publishes over a first connection and keeps publishing.
     *
     * @param connector makes the connections
     * @param thresholds the thresholds from which a connection's statistics are suspicious
     * @param scheduler the Scheduler on which time passes and signals are delivered
     * @return the host, once its first connection is there; fails if that one fails
     */
    public static Single<ReturningHost> publish(
            HostConnector connector, DropThresholds thresholds, Scheduler scheduler) {
        return Single.defer(() -> connector.connect(Completable.never())).map(first -> {
            ReturningHost host = new ReturningHost(connector, thresholds, scheduler, first);
            host.turns.schedule(() -> host.watch(first));
            return host;
        });
    }

    @Override
    public void subscribe(Subscriber<? super Presence> subscriber) {
        // a subscriber that blocks or throws must not keep the host from coming back
        presence.distinctUntilChanged()
                .onBackpressureLatest()
                .observeOn(scheduler, false, 1)
                .subscribe(subscriber);
    }

    /**
     * Returns the steps of this host on its way back.
     *
     * @return the latest hundred events, then those to come; completes once the host has left
     */
    public Flowable<HostEvent> events() {
        return events.observeOn(scheduler);
    }

    /**
     * Leaves for good. Leaving is under way when this returns, even if the result is not subscribed to.
     *
     * @return completes when every connection of this host is closed, one that was still being made included; fails,
     *     with all of them closed, if the server could not be told. The same for every caller
     */
    public Completable leave() {
        turns.schedule(() -> take(Signal.LEFT));
        return left;
    }

    private void watch(HostConnection watched) {
        connection = watched;
        view = PublisherView.with(thresholds);
        watching.set(Flowable.defer(watched::signals)
                .subscribe(
                        signal -> turns.schedule(() -> onSignal(watched, signal)),
                        error -> turns.schedule(() -> onEnd(watched)),
                        () -> turns.schedule(() -> onEnd(watched))));
    }

    private void onSignal(HostConnection from, PublisherSignal signal) {
        if (from.equals(connection)) {
            view = view.on(signal);
            if (view.isOver()) {
                take(Signal.OVER);
            } else {
                view.presence().ifPresent(now -> take(now == Presence.UP ? Signal.BACK : Signal.LOST));
            }
        }
    }

    private void onEnd(HostConnection of) {
        if (of.equals(connection)) {
            take(Signal.OVER);
        }
    }

    private void take(Signal signal) {
        Step step = reconnection.on(signal);
        Reconnection before = reconnection;
        reconnection = step.next();
        tellPresence();
        switch (step.action()) {
            case KEEP_ON -> {}
            case NONE -> {
                drop();
                events.onNext(new HostEvent.Returned());
            }
            case RESTART_ICE -> {
                events.onNext(new HostEvent.RestartingIce());
                act(Duration.ZERO, restarted(), done -> take(Signal.DONE));
            }
            case WAIT -> act(step.after(), Single.just(true), done -> take(Signal.DONE));
            case ASK -> {
                if (before.phase() == Reconnection.Phase.ASKING
                        && reconnection.phase() == Reconnection.Phase.REPLACED) {
                    events.onNext(new HostEvent.TakenOver());
                }
                act(
                        step.after(),
                        Single.defer(connection::isReplaced),
                        taken -> take(taken ? Signal.TAKEN : Signal.DONE));
            }
            case CONNECT -> {
                events.onNext(new HostEvent.Connecting(reconnection.connected() + 1));
                watching.set(Disposable.disposed());
                connect();
            }
            case LEAVE -> leaveNow();
        }
    }

    private Single<Boolean> restarted() {
        return Completable.defer(connection::restartIce)
                .toSingleDefault(true)
                .timeout(Reconnection.RESTART_WITHIN.toMillis(), TimeUnit.MILLISECONDS, scheduler);
    }

    /** Makes a connection. It is not disposed on leaving, since only its end shows that it is cleaned up. */
    private void connect() {
        drop();
        int number = actions;
        HostConnection old = connection;
        CompletableSubject ended = CompletableSubject.create();
        attempt = ended;
        Single.<HostConnection>defer(() -> {
                    old.abandon();
                    return connector.connect(leaving);
                })
                .subscribe(
                        fresh -> turns.schedule(() -> onConnected(number, fresh, ended)),
                        error -> turns.schedule(() -> {
                            ended.onComplete();
                            onFailed(number, error);
                        }));
    }

    private void onConnected(int number, HostConnection fresh, CompletableSubject ended) {
        if (number == actions) {
            ended.onComplete();
            watch(fresh);
            take(Signal.DONE);
        } else {
            Completable.defer(fresh::leave).onErrorComplete().subscribe(ended);
        }
    }

    private void leaveNow() {
        drop();
        watching.dispose();
        leaving.onComplete();
        Completable.mergeArrayDelayError(attempt, Completable.defer(connection::leave))
                .subscribe(left::onComplete, left::onError);
        events.onNext(new HostEvent.Gone());
        events.onComplete();
    }

    private void drop() {
        actions++;
        acting.set(Disposable.disposed());
    }

    /** Runs an action after a pause, in place of the one under way. */
    private <T> void act(Duration after, Single<T> action, Consumer<T> then) {
        drop();
        int number = actions;
        Single<T> paused =
                after.isZero() ? action : action.delaySubscription(after.toMillis(), TimeUnit.MILLISECONDS, scheduler);
        acting.set(paused.subscribe(
                result -> turns.schedule(() -> onDone(number, result, then)),
                error -> turns.schedule(() -> onFailed(number, error))));
    }

    private <T> void onDone(int number, T result, Consumer<T> then) {
        if (number == actions) {
            then.accept(result);
        }
    }

    private void onFailed(int number, Throwable error) {
        if (number == actions) {
            events.onNext(new HostEvent.Failed(error));
            take(Signal.FAILED);
        }
    }

    private void tellPresence() {
        switch (reconnection.phase()) {
            case PUBLISHING -> view.presence().ifPresent(presence::onNext);
            case RESTARTING, WAITING, ASKING, CONNECTING -> presence.onNext(Presence.SUSPECT);
            case REPLACED -> presence.onNext(Presence.UP);
            case GONE -> presence.onNext(Presence.DOWN);
        }
    }
}
