package io.github.streamlifecycle.livekit;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.core.rx.AutoStop;
import io.github.streamlifecycle.core.rx.PendingStop;
import io.github.streamlifecycle.core.rx.Receipt;
import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.events.StopCause;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt.HostReturned;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The guard over the host of one stream, which stops the egress when the host's publish falls. */
final class HostGuard {
    private static final Logger log = LoggerFactory.getLogger(HostGuard.class);

    private final GuardSettings settings;
    private final GuardedStream stream;
    private final StreamStop stop;
    private final HostPresence host;
    private final BiConsumer<PendingStop, HostReturned> withdrawn;

    HostGuard(
            GuardSettings settings,
            GuardedStream stream,
            StreamStop stop,
            HostPresence host,
            BiConsumer<PendingStop, HostReturned> withdrawn) {
        this.settings = settings;
        this.stream = stream;
        this.stop = stop;
        this.host = host;
        this.withdrawn = withdrawn;
    }

    /** Watches the host until this is disposed of, which stops nothing and lets a stop that is under way finish. */
    Disposable begin(Flowable<Boolean> streaming) {
        Flowable<Presence> presence = settings.host()
                .distinctUntilChanged()
                .doOnNext(this::onPresence)
                .doOnTerminate(() -> host.on(Presence.DOWN));
        return AutoStop.whenPresence(presence, streaming)
                .grace(settings.limits().grace())
                .scheduler(settings.scheduler())
                .stopOrWithdraw(this::stopForDrop)
                .subscribe(this::onDropHandled, this::onFeedFailed, this::onFeedEnded);
    }

    private void onPresence(Presence presence) {
        log.debug("the host of room {} is {}", settings.room(), presence);
        host.on(presence);
        stream.tell(new StreamEvent.HostChanged(presence));
    }

    private Single<PendingStop.Result> stopForDrop(PendingStop pending) {
        return stop.unlessHostIsBack(pending::isHostBack).map(receipt -> {
            if (receipt instanceof HostReturned returned) {
                withdrawn.accept(pending, returned);
                return PendingStop.Result.WITHDRAWN;
            }
            stream.end(StopCause.HOST_DROP, new Outcome.HostDropped(pending.reason(), receipt));
            return PendingStop.Result.STOPPED;
        });
    }

    private void onDropHandled(Receipt handled) {
        if (handled instanceof Receipt.Failed failure) {
            stream.failed(failure.error());
        }
    }

    private void onFeedFailed(Throwable error) {
        log.warn("the presence feed of room {} failed", settings.room(), error);
        onFeedEnded();
    }

    /** The end of the feed is a fall, and has been handled; but a host that was never up cannot fall. */
    private void onFeedEnded() {
        if (!stream.isStopRequested() && stream.isLive()) {
            log.warn("{} goes on unguarded: the presence feed of its host has ended", stream);
            stream.tell(new StreamEvent.Unguarded());
        }
    }
}
