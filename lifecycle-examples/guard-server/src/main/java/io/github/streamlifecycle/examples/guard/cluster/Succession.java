package io.github.streamlifecycle.examples.guard.cluster;

import io.github.streamlifecycle.livekit.server.guard.Effect;
import io.github.streamlifecycle.livekit.server.guard.RoomEvent;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The beginning of a room's guard that may be the successor of one elsewhere. What that one knew arrives in its own time, before or
 * after what happens to the room meanwhile, and the guard is then the same: it is the predecessor, restored when the successor
 * began, and told everything since.
 *
 * <p>Pure but for what it keeps: no more than the latest {@value #MOST_EVENTS} events, for {@value #WITHIN_MILLIS} ms. A predecessor
 * that is heard of later, or a second one, is not needed any more.
 */
final class Succession {
    static final int MOST_EVENTS = 256;
    static final int WITHIN_MILLIS = 30_000;

    private final long begunAtMillis;
    private final Deque<Heard> heard = new ArrayDeque<>();
    private final Set<Effect> carriedOut = new HashSet<>();
    private boolean isOver;

    private record Heard(RoomEvent event, long atMillis) {}

    Succession(long begunAtMillis) {
        this.begunAtMillis = begunAtMillis;
    }

    /**
     * Begins with what was known of the predecessor some time before; the predecessor itself may still be heard of.
     *
     * @param known the guard as it was then
     * @return the guard that begins, and what it asks for
     */
    RoomGuard.Step begin(RoomGuard known) {
        RoomGuard.Step step = known.on(new RoomEvent.Restored(), begunAtMillis);
        carriedOut.addAll(step.effects());
        return step;
    }

    /** Takes note of what the successor was told, and of what it then asked for. */
    void told(RoomEvent event, long nowMillis, List<Effect> effects) {
        if (isOver) {
            return;
        }
        if (nowMillis - begunAtMillis > WITHIN_MILLIS) {
            end();
            return;
        }
        heard.addLast(new Heard(event, nowMillis));
        carriedOut.addAll(effects);
        if (heard.size() > MOST_EVENTS) {
            heard.removeFirst();
        }
    }

    /**
     * Takes in the predecessor.
     *
     * @return the guard that goes on, and what it asks for that was not carried out yet; empty if it comes too late
     */
    Optional<RoomGuard.Step> resume(RoomGuard predecessor, long nowMillis) {
        if (isOver || nowMillis - begunAtMillis > WITHIN_MILLIS) {
            end();
            return Optional.empty();
        }
        List<Effect> effects = new ArrayList<>();
        RoomGuard.Step step = predecessor.on(new RoomEvent.Restored(), begunAtMillis);
        effects.addAll(step.effects());
        for (Heard one : heard) {
            step = step.next().on(one.event(), one.atMillis());
            effects.addAll(step.effects());
        }
        effects.removeIf(effect -> !(effect instanceof Effect.WaitUntil) && carriedOut.contains(effect));
        // what it asked for on the way may be out of date by now
        effects.removeIf(effect -> effect instanceof Effect.Watch || effect instanceof Effect.StopWatching);
        effects.add(step.next().isGuarding() ? new Effect.Watch() : new Effect.StopWatching());
        end();
        return Optional.of(new RoomGuard.Step(step.next(), effects));
    }

    private void end() {
        isOver = true;
        heard.clear();
        carriedOut.clear();
    }
}
