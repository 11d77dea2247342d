package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.livekit.host.HostConnection;
import io.github.streamlifecycle.livekit.presence.ConnectionState;
import io.github.streamlifecycle.livekit.presence.DtlsState;
import io.github.streamlifecycle.livekit.presence.IceConnectionState;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.github.streamlifecycle.livekit.presence.PublisherState;
import io.github.streamlifecycle.livekit.presence.TransportSample;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Scheduler;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import java.util.concurrent.TimeUnit;

/** A connection in virtual time with healthy statistics and states that a test sets. */
final class VirtualConnection implements HostConnection {
    private static final long SAMPLE_EVERY_MILLIS = 100;

    private final BehaviorProcessor<PublisherSignal> states = BehaviorProcessor.create();
    private final Scheduler scheduler;

    VirtualConnection(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    void connect() {
        states.onNext(state(ConnectionState.CONNECTED, IceConnectionState.CONNECTED));
    }

    void disconnect() {
        states.onNext(state(ConnectionState.DISCONNECTED, IceConnectionState.DISCONNECTED));
    }

    private static PublisherSignal state(ConnectionState connection, IceConnectionState ice) {
        return new PublisherSignal.StateChanged(new PublisherState(connection, ice));
    }

    @Override
    public Flowable<PublisherSignal> signals() {
        return Flowable.merge(
                states,
                Flowable.interval(SAMPLE_EVERY_MILLIS, TimeUnit.MILLISECONDS, scheduler)
                        .map(this::sample));
    }

    private PublisherSignal sample(long number) {
        return new PublisherSignal.Sampled(new TransportSample(
                scheduler.now(TimeUnit.MILLISECONDS),
                new TransportSample.Packets(10 * number, 10 * number, 0),
                new TransportSample.Checks(number / 25, number / 25, 1),
                DtlsState.CONNECTED));
    }

    @Override
    public Completable restartIce() {
        return Completable.never();
    }

    @Override
    public Single<Boolean> isReplaced() {
        return Single.just(false);
    }

    @Override
    public Completable leave() {
        return Completable.complete();
    }

    @Override
    public void abandon() {}
}
