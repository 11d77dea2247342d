package io.github.streamlifecycle.livekit.calls;

import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.CompletableEmitter;
import io.reactivex.rxjava3.core.Single;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A gate that lets a number of calls through at the same time. Those beyond wait for their turn, first in, first out; a
 * call that is disposed of leaves the line. A call begins on the thread that asked for it or on the one that ended
 * another call, and it has left the gate before its result is passed on.
 */
public final class CallGate {
    /** A call in line or on its way. */
    private static final class Turn {
        private @Nullable CompletableEmitter granted;
        private boolean passing;
    }

    private final BooleanSupplier open;
    private final Runnable whenNobodyWaits;
    /** All below is guarded by this. */
    private final Set<Turn> line = new LinkedHashSet<>();

    private int free;
    /** Set while this thread lets calls through: one that ends at once must not do so again, deeper in the stack. */
    private final ThreadLocal<Boolean> lettingThrough = new ThreadLocal<>();

    /**
     * Creates a gate that is always open, and tells when nobody waits in front of it.
     *
     * @param callsAtOnce how many calls may be under way at the same time; at least one is
     * @param whenNobodyWaits run whenever the line in front of the gate is empty
     */
    public CallGate(int callsAtOnce, Runnable whenNobodyWaits) {
        this(callsAtOnce, () -> true, whenNobodyWaits);
    }

    /** Creates a gate that somebody else opens and closes, and then calls {@link #letThrough}. */
    CallGate(int callsAtOnce, BooleanSupplier open) {
        this(callsAtOnce, open, () -> {});
    }

    private CallGate(int callsAtOnce, BooleanSupplier open, Runnable whenNobodyWaits) {
        this.free = Math.max(1, callsAtOnce);
        this.open = open;
        this.whenNobodyWaits = whenNobodyWaits;
    }

    /**
     * Returns the call, made once its turn has come.
     *
     * @param call the call, subscribed to in its turn
     * @param <T> what the call returns
     * @return the result of the call
     */
    public <T> Single<T> pass(Single<T> call) {
        return Single.using(
                Turn::new,
                turn -> Completable.create(granted -> request(turn, granted)).andThen(call),
                this::end);
    }

    synchronized boolean isAnybodyWaiting() {
        return !line.isEmpty();
    }

    private void request(Turn turn, CompletableEmitter granted) {
        synchronized (this) {
            turn.granted = granted;
            line.add(turn);
        }
        letThrough();
    }

    private void end(Turn turn) {
        synchronized (this) {
            if (turn.passing) {
                free++;
            } else {
                line.remove(turn);
            }
        }
        if (lettingThrough.get() == null) {
            letThrough();
        }
    }

    /** Lets through as many as may pass. */
    void letThrough() {
        boolean outermost = lettingThrough.get() == null;
        lettingThrough.set(true);
        try {
            for (CompletableEmitter next = next(); next != null; next = next()) {
                ForeignCode.run("a call", next::onComplete);
            }
        } finally {
            if (outermost) {
                lettingThrough.remove();
            }
        }
        if (!isAnybodyWaiting()) {
            whenNobodyWaits.run();
        }
    }

    private @Nullable CompletableEmitter next() {
        if (!open.getAsBoolean()) {
            return null;
        }
        synchronized (this) {
            Iterator<Turn> first = line.iterator();
            if (free == 0 || !first.hasNext()) {
                return null;
            }
            Turn turn = first.next();
            first.remove();
            free--;
            turn.passing = true;
            return turn.granted;
        }
    }
}
