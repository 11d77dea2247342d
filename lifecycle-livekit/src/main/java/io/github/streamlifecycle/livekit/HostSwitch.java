package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.processors.BehaviorProcessor;
import io.reactivex.rxjava3.processors.FlowableProcessor;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * A host's presence that is set by calls, for applications whose media stack reports by callbacks.
 *
 * <pre>{@code
 * HostSwitch host = HostSwitch.create();
 * peer.onConnected(host::up);
 * peer.onDisconnected(host::suspect);
 * peer.onClosed(host::down);
 * livekit.guard("my-room", host).start(request);
 * }</pre>
 *
 * <p>It is a feed that replays: each subscriber gets the latest level at once, then every change. Nothing is emitted
 * before the first call, and it never ends. Thread-safe; a subscriber that does not keep up gets the latest level.
 *
 * @since 0.1.0
 */
public final class HostSwitch implements Publisher<Presence> {
    private final FlowableProcessor<Presence> latest =
            BehaviorProcessor.<Presence>create().toSerialized();
    private final Flowable<Presence> levels = latest.onBackpressureLatest();

    private HostSwitch() {}

    /**
     * Creates a switch whose host has not been seen yet.
     *
     * @return the switch
     */
    public static HostSwitch create() {
        return new HostSwitch();
    }

    /** Reports that the host is publishing. */
    public void up() {
        latest.onNext(Presence.UP);
    }

    /** Reports that the host may be gone; the grace period of the guard decides. */
    public void suspect() {
        latest.onNext(Presence.SUSPECT);
    }

    /** Reports that the host is definitely gone. */
    public void down() {
        latest.onNext(Presence.DOWN);
    }

    @Override
    public void subscribe(Subscriber<? super Presence> subscriber) {
        levels.subscribe(subscriber);
    }
}
