package io.github.streamlifecycle.livekit.webrtc;

import io.reactivex.rxjava3.core.Maybe;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.function.Consumer;

/**
 * The counts of a watcher's packets, one question at a time: a slow answer is late and not lost, and none at all is the
 * watcher's own trouble. Belongs to one worker, on which the answers come too.
 */
final class PacketCounts {
    /** The longest wait for an answer; what was counted before says nothing about now. */
    private static final long ANSWERED_WITHIN_MILLIS = 5_000;

    private final Consumer<Runnable> turns;
    private final Consumer<ReceivedPackets> counts;
    private boolean asking;
    private long askedAtMillis;

    PacketCounts(Consumer<Runnable> turns, Consumer<ReceivedPackets> counts) {
        this.turns = turns;
        this.counts = counts;
    }

    /** Asks, unless an answer is awaited. */
    void ask(Maybe<ReceivedPackets> question, long nowMillis) {
        if (!asking) {
            asking = true;
            askedAtMillis = nowMillis;
            Disposable unused = question.doFinally(() -> turns.accept(() -> asking = false))
                    .subscribe(packets -> turns.accept(() -> counts.accept(packets)));
        }
    }

    boolean isOverdue(long nowMillis) {
        return asking && nowMillis - askedAtMillis > ANSWERED_WITHIN_MILLIS;
    }
}
