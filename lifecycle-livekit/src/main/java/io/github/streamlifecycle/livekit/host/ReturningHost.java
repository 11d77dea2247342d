package io.github.streamlifecycle.livekit.host;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.host.Comeback.Signal;
import io.github.streamlifecycle.livekit.host.Comeback.Step;
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
 * A host that publishes over one connection after the other, and comes back by itself after a drop until it is told to
 * leave.
 *
 * <p>As a Publisher it is the host's presence, whatever connection carries it: {@link Presence#SUSPECT} from when a drop
 * is seen until it is back, {@link Presence#DOWN} once it has left. It first restarts ICE, which the room does not
 * notice; if that does not help within 5 s, or the session is over, it makes a new connection, with pauses that double up
 * to 8 s. What an old connection still says after that is not listened to. If somebody else publishes as this host, it
 * stays away, and is UP for as long as the server says that the other is there.
 *
 * <p>Thread-safe. All signals come on the Scheduler.
 *
 * @since 0.1.0
 */
public final class ReturningHost implements Publisher<Presence> {
    private static final int EVENTS_KEPT = 100;

    private final Single<? extends HostConnection> connect;
    private final DropThresholds thresholds;
    private final Scheduler scheduler;
    /** All state below belongs to its turns. */
    private final Scheduler.Worker turns;

    private final FlowableProcessor<Presence> presence = BehaviorProcessor.create();
    private final FlowableProcessor<HostEvent> events =
            ReplayProcessor.<HostEvent>createWithSize(EVENTS_KEPT).toSerialized();
    private final CompletableSubject left = CompletableSubject.create();
    private final SerialDisposable watching = new SerialDisposable();
    private final SerialDisposable acting = new SerialDisposable();

    private HostConnection connection;
    private PublisherView view;
    private Comeback comeback = Comeback.PUBLISHING;
    /** The latest action's; what an earlier one brings comes too late. */
    private int actions;

    private ReturningHost(
            Single<? extends HostConnection> connect,
            DropThresholds thresholds,
            Scheduler scheduler,
            HostConnection first) {
        this.connect = connect;
        this.thresholds = thresholds;
        this.view = PublisherView.with(thresholds);
        this.scheduler = scheduler;
        this.turns = scheduler.createWorker();
        this.connection = first;
    }

    /**
     * Publishes, and goes on to.
     *
     * @param connect makes a connection each time it is subscribed to, and signals it once it is connected
     * @param thresholds from when on a connection's statistics are suspicious
     * @param scheduler where time passes and signals come
     * @return the host, once its first connection is there; fails as that does
     */
    public static Single<ReturningHost> publish(
            Single<? extends HostConnection> connect, DropThresholds thresholds, Scheduler scheduler) {
        return connect.map(first -> {
            ReturningHost host = new ReturningHost(connect, thresholds, scheduler, first);
            host.turns.schedule(() -> host.watch(first));
            return host;
        });
    }

    @Override
    public void subscribe(Subscriber<? super Presence> subscriber) {
        presence.distinctUntilChanged().onBackpressureLatest().subscribe(subscriber);
    }

    /**
     * What it does to come back.
     *
     * @return the latest hundred events, then those to come; completes once it has left
     */
    public Flowable<HostEvent> events() {
        return events.hide();
    }

    /**
     * Leaves for good. It is under way when this returns, whether or not anybody subscribes to the result.
     *
     * @return how it ended; the same for every caller
     */
    public Completable leave() {
        turns.schedule(() -> take(Signal.LEFT));
        return left;
    }

    private void watch(HostConnection watched) {
        connection = watched;
        view = PublisherView.with(thresholds);
        watching.set(watched.signals()
                .subscribe(
                        signal -> turns.schedule(() -> onSignal(watched, signal)),
                        error -> turns.schedule(() -> takeIfOf(watched, Signal.OVER))));
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

    private void takeIfOf(HostConnection from, Signal signal) {
        if (from.equals(connection)) {
            take(signal);
        }
    }

    private void take(Signal signal) {
        Step step = comeback.on(signal);
        Comeback before = comeback;
        comeback = step.next();
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
                if (before.phase() == Comeback.Phase.ASKING && comeback.phase() == Comeback.Phase.ELSEWHERE) {
                    events.onNext(new HostEvent.TakenOver());
                }
                act(step.after(), connection.isReplaced(), taken -> take(taken ? Signal.TAKEN : Signal.DONE));
            }
            case CONNECT -> {
                events.onNext(new HostEvent.Connecting(comeback.tries() + 1));
                watching.set(Disposable.disposed());
                connection.abandon();
                act(Duration.ZERO, connect, this::onConnected);
            }
            case LEAVE -> leaveNow();
        }
    }

    private Single<Boolean> restarted() {
        return connection
                .restartIce()
                .toSingleDefault(true)
                .timeout(Comeback.RESTART_WITHIN.toMillis(), TimeUnit.MILLISECONDS, scheduler);
    }

    private void onConnected(HostConnection fresh) {
        watch(fresh);
        take(Signal.DONE);
    }

    private void leaveNow() {
        drop();
        watching.dispose();
        connection.leave().subscribe(left::onComplete, left::onError);
        events.onNext(new HostEvent.Gone());
        events.onComplete();
    }

    private void drop() {
        actions++;
        acting.set(Disposable.disposed());
    }

    /** One action at a time: the next one takes the place of the one under way. */
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
        } else if (result instanceof HostConnection late) {
            late.leave().onErrorComplete().subscribe();
        }
    }

    private void onFailed(int number, Throwable error) {
        if (number == actions) {
            events.onNext(new HostEvent.Failed(error));
            take(Signal.FAILED);
        }
    }

    private void tellPresence() {
        switch (comeback.phase()) {
            case PUBLISHING -> view.presence().ifPresent(presence::onNext);
            case RESTARTING, WAITING, ASKING, CONNECTING -> presence.onNext(Presence.SUSPECT);
            case ELSEWHERE -> presence.onNext(Presence.UP);
            case GONE -> presence.onNext(Presence.DOWN);
        }
    }
}
