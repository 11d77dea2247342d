package io.github.streamlifecycle.livekit.webrtc;

import dev.onvoid.webrtc.PeerConnectionObserver;
import dev.onvoid.webrtc.RTCIceCandidate;
import dev.onvoid.webrtc.RTCIceConnectionState;
import dev.onvoid.webrtc.RTCPeerConnection;
import dev.onvoid.webrtc.RTCPeerConnectionState;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.presence.ConnectionState;
import io.github.streamlifecycle.livekit.presence.DropThresholds;
import io.github.streamlifecycle.livekit.presence.IceConnectionState;
import io.github.streamlifecycle.livekit.presence.PublisherSignal;
import io.github.streamlifecycle.livekit.presence.PublisherState;
import io.github.streamlifecycle.livekit.presence.PublisherView;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * The presence of a host that publishes over a peer connection of webrtc-java, from the connection and ICE states and,
 * seconds earlier, the statistics of the transport.
 *
 * <p>A connection that the server closed is {@link Presence#SUSPECT}, since its host may be back over another one.
 * {@link WhipClient#keepPublishing} makes a host that comes back by itself and notices if another device has replaced
 * it.
 *
 * <p>A Publisher of changes that begins with the latest presence known. It never completes by itself: a connection that
 * was closed is {@link Presence#DOWN}. Signals come on a daemon thread of this package, never on webrtc-java's.
 *
 * @since 0.1.0
 */
public final class PeerConnectionPresence implements Publisher<Presence> {
    private final Flowable<PublisherSignal> signals;
    private final DropThresholds thresholds;

    private PeerConnectionPresence(Flowable<PublisherSignal> signals, DropThresholds thresholds) {
        this.signals = signals;
        this.thresholds = thresholds;
    }

    private static PeerConnectionPresence of(Flowable<PublisherState> states, RTCPeerConnection connection) {
        return new PeerConnectionPresence(
                Flowable.merge(
                        states.map(PublisherSignal.StateChanged::new),
                        TransportStats.samples(connection).map(PublisherSignal.Sampled::new)),
                DropThresholds.ofDefaults());
    }

    /**
     * Returns the presence of a connection that exists already. Its states and statistics are sampled ten times a
     * second while there is a subscriber.
     *
     * @param connection the connection; best closed when nothing is subscribed any more
     * @return its presence
     */
    public static PeerConnectionPresence of(RTCPeerConnection connection) {
        return of(
                Flowable.interval(0, TransportStats.LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS, Callbacks.SCHEDULER)
                        .onBackpressureDrop()
                        .map(tick -> read(connection))
                        .distinctUntilChanged(),
                connection);
    }

    /**
     * Sets the thresholds from which statistics are suspicious.
     *
     * @param thresholds {@link DropThresholds#ofDefaults} if not set
     * @return the same presence with those thresholds
     */
    public PeerConnectionPresence thresholds(DropThresholds thresholds) {
        return new PeerConnectionPresence(signals, Objects.requireNonNull(thresholds, "thresholds"));
    }

    /**
     * Returns the signals that the presence is derived from, to record them or to judge them by other rules.
     *
     * @return the states as they change, and a sample of the statistics ten times a second, while subscribed
     */
    public Flowable<PublisherSignal> signals() {
        return signals;
    }

    @Override
    public void subscribe(Subscriber<? super Presence> subscriber) {
        signals.scan(PublisherView.with(thresholds), PublisherView::on)
                .mapOptional(PublisherView::presence)
                .distinctUntilChanged()
                .subscribe(subscriber);
    }

    private static PublisherState read(RTCPeerConnection connection) {
        try {
            synchronized (connection) {
                return new PublisherState(
                        state(connection.getConnectionState()), state(connection.getIceConnectionState()));
            }
        } catch (NullPointerException closed) {
            // webrtc-java throws it for a connection whose native side is gone
            return new PublisherState(ConnectionState.CLOSED, IceConnectionState.CLOSED);
        }
    }

    private static ConnectionState state(RTCPeerConnectionState state) {
        return ConnectionState.valueOf(state.name());
    }

    private static IceConnectionState state(RTCIceConnectionState state) {
        return IceConnectionState.valueOf(state.name());
    }

    /**
     * An observer to create a connection with, so that no state is missed.
     *
     * @since 0.1.0
     */
    public static final class StateObserver {
        private final AtomicReference<PublisherState> state = new AtomicReference<>(PublisherState.NEW);
        private final FlowableProcessor<PublisherState> changes =
                BehaviorProcessor.createDefault(PublisherState.NEW).toSerialized();

        /** Makes an observer for a connection that is to be created. */
        public StateObserver() {}

        /**
         * Returns the observer to pass to {@code createPeerConnection}.
         *
         * @param next receives every callback too, in order, on a daemon thread; its exceptions are logged
         * @return an observer that never throws and never blocks
         */
        public PeerConnectionObserver with(PeerConnectionObserver next) {
            return Callbacks.both(PeerConnectionObserver.class, new Native(), next);
        }

        /**
         * Returns the presence of the connection that was created with this observer: its states as they change, its
         * statistics ten times a second while there is a subscriber.
         *
         * @param connection that connection; best closed when nothing is subscribed any more
         * @return its presence
         */
        public PeerConnectionPresence presence(RTCPeerConnection connection) {
            return of(states(), connection);
        }

        private Flowable<PublisherState> states() {
            return changes.onBackpressureBuffer().observeOn(Callbacks.SCHEDULER);
        }

        private final class Native implements PeerConnectionObserver {
            @Override
            public void onIceCandidate(RTCIceCandidate candidate) {
                // only states matter here
            }

            @Override
            public void onConnectionChange(RTCPeerConnectionState changed) {
                changes.onNext(state.updateAndGet(now -> now.with(state(changed))));
            }

            @Override
            public void onIceConnectionChange(RTCIceConnectionState changed) {
                changes.onNext(state.updateAndGet(now -> now.with(state(changed))));
            }
        }
    }
}
