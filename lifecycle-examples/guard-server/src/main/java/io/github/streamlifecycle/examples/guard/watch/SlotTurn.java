package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.examples.guard.watch.Phase.Sign;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One step of a {@link Slot}: what becomes of it, and what is to be done. */
final class SlotTurn {
    private final Limits limits;
    private final long nowMillis;
    private final List<Order> orders;
    private final SortedSet<Long> rooms;
    private final SortedSet<Long> moved;
    private @Nullable Run voice;
    private @Nullable Run heir;
    private Slot.Pauses pauses;

    /** Begins a step whose orders are added to a list. */
    SlotTurn(Slot before, Limits limits, long nowMillis, List<Order> orders) {
        this.limits = limits;
        this.nowMillis = nowMillis;
        this.orders = orders;
        this.rooms = new TreeSet<>(before.rooms());
        this.moved = new TreeSet<>(before.moved());
        this.voice = before.voice();
        this.heir = before.heir();
        this.pauses = before.pauses();
    }

    Slot end() {
        return new Slot(rooms, moved, voice, heir, pauses);
    }

    void add(long watch) {
        rooms.add(watch);
        if (voice != null && voice.hasBegun()) {
            begin(voice, watch);
        }
        if (heir != null && heir.hasBegun()) {
            orders.add(new Order.Watch(heir.id(), watch));
        }
    }

    void remove(long watch) {
        if (voice != null && voice.hasBegun() && !moved.contains(watch)) {
            orders.add(new Order.Unwatch(voice.id(), watch));
        }
        if (heir != null && heir.hasBegun()) {
            orders.add(new Order.Unwatch(heir.id(), watch));
        }
        rooms.remove(watch);
        moved.remove(watch);
        if (rooms.isEmpty()) {
            pauses = pauses.emptied(nowMillis);
        }
    }

    void on(FleetEvent.OfRun event) {
        Run run = voice != null && voice.id() == event.run() ? voice : heir;
        if (run == null) {
            return;
        }
        if (event instanceof FleetEvent.Ready) {
            sign(run.heard(nowMillis), Sign.READY, "it says twice that it is ready");
        } else if (event instanceof FleetEvent.Heard) {
            sign(run.heard(nowMillis), Sign.HEARD, "it talks before it is ready");
        } else if (event instanceof FleetEvent.Connects) {
            put(run.connected());
        } else if (event instanceof FleetEvent.Occupies occupies) {
            put(run.occupying(occupies.residentBytes()));
            if (limits.size().isOutgrownBy(occupies.residentBytes())) {
                sign(run, Sign.BROKEN, "it occupies " + (occupies.residentBytes() >> 20) + " MB");
            }
        } else if (event instanceof FleetEvent.Steady steady) {
            if (heir != null && run.id() == heir.id()) {
                move(steady.watch());
            }
        } else if (event instanceof FleetEvent.Broken broken) {
            sign(run, Sign.BROKEN, broken.why());
        } else if (event instanceof FleetEvent.Unusable unusable) {
            sign(run, Sign.BROKEN, unusable.why());
        }
    }

    /** Moves the moment at which processes were last heard, since nobody listened for a while. */
    void nobodyListenedFor(long millis) {
        if (voice != null) {
            voice = voice.unheardFor(millis);
        }
        if (heir != null) {
            heir = heir.unheardFor(millis);
        }
    }

    void timePassed() {
        silence(voice);
        silence(heir);
        if (heir != null
                && heir.hasBegun()
                && nowMillis - heir.sinceMillis() >= limits.times().move()) {
            List.copyOf(rooms).forEach(this::move);
        }
        if (voice != null
                && isCalm(voice)
                && nowMillis - pauses.notBeforeMillis() >= limits.times().calm()) {
            pauses = pauses.calm();
        }
    }

    private boolean isCalm(Run run) {
        return run.phase() == Phase.WATCHING
                && nowMillis - run.sinceMillis() >= limits.times().calm();
    }

    private void silence(@Nullable Run run) {
        if (run != null) {
            run.silence(limits.times(), nowMillis)
                    .ifPresent(sign -> sign(
                            run, sign, "nothing was heard of it for " + (nowMillis - run.heardAtMillis()) + " ms"));
        }
    }

    /** Does what the slot needs now. A process is started only if others are not just starting. */
    void settle(Starter starter) {
        if (heir != null && heir.phase() == Phase.WATCHING && moved.containsAll(rooms)) {
            if (voice != null) {
                orders.add(new Order.End(voice.id()));
            }
            inherit();
        }
        if (rooms.isEmpty()) {
            if (nowMillis - pauses.emptySinceMillis() >= limits.times().idle()) {
                endAll();
            }
        } else if (voice == null) {
            voice = started(starter);
        } else if (heir == null && isCalm(voice) && voice.isWorn(limits.size())) {
            heir = started(starter);
        }
    }

    /** Numbers a process that may be started now. */
    interface Starter {
        /** Returns a number; null if none may be started. */
        @Nullable
        Long next();
    }

    private @Nullable Run started(Starter starter) {
        Long id = nowMillis >= pauses.notBeforeMillis() ? starter.next() : null;
        if (id == null) {
            return null;
        }
        orders.add(new Order.Start(id));
        return Run.started(id, nowMillis);
    }

    private void endAll() {
        if (voice != null) {
            orders.add(new Order.End(voice.id()));
        }
        if (heir != null) {
            orders.add(new Order.End(heir.id()));
        }
        voice = null;
        heir = null;
    }

    private void sign(Run run, Sign sign, String why) {
        Phase.Turn turn = run.phase().on(sign);
        Run next = run.in(turn.next(), nowMillis);
        put(next);
        switch (turn.act()) {
            case BEGIN -> begin(next);
            case HUSH -> toldBy(next).forEach(watch -> orders.add(new Order.Hush(watch, why)));
            case SPEAK -> toldBy(next).forEach(watch -> orders.add(new Order.Speak(next.id(), watch)));
            case REPLACE -> replace(next, why);
            case NOTHING -> {}
        }
    }

    private void put(Run run) {
        if (isVoice(run)) {
            voice = run;
        } else {
            heir = run;
        }
    }

    private boolean isVoice(Run run) {
        return voice != null && voice.id() == run.id();
    }

    /** The rooms of which this process tells. */
    private SortedSet<Long> toldBy(Run run) {
        if (!isVoice(run)) {
            return moved;
        }
        SortedSet<Long> rest = new TreeSet<>(rooms);
        rest.removeAll(moved);
        return rest;
    }

    private void begin(Run run) {
        if (isVoice(run)) {
            rooms.forEach(watch -> begin(run, watch));
        } else {
            rooms.forEach(watch -> orders.add(new Order.Watch(run.id(), watch)));
        }
    }

    private void begin(Run run, long watch) {
        orders.add(new Order.Watch(run.id(), watch));
        orders.add(new Order.Speak(run.id(), watch));
    }

    private void move(long watch) {
        if (heir != null && heir.phase() == Phase.WATCHING && rooms.contains(watch) && moved.add(watch)) {
            orders.add(new Order.Speak(heir.id(), watch));
            if (voice != null && voice.hasBegun()) {
                orders.add(new Order.Unwatch(voice.id(), watch));
            }
        }
    }

    private void replace(Run run, String why) {
        orders.add(new Order.Kill(run.id(), why));
        toldBy(run).forEach(watch -> orders.add(new Order.Hush(watch, why)));
        if (!isVoice(run)) {
            giveBack();
            pauses = pauses.failed(nowMillis);
        } else if (heir == null) {
            voice = null;
            pauses = pauses.failed(nowMillis);
        } else {
            Run next = heir;
            SortedSet<Long> untold = toldBy(run);
            inherit();
            if (next.phase() == Phase.WATCHING) {
                untold.forEach(watch -> orders.add(new Order.Speak(next.id(), watch)));
            }
        }
    }

    /** The heir broke: what had been moved to it goes back. */
    private void giveBack() {
        Run back = voice;
        heir = null;
        if (back != null && back.hasBegun()) {
            moved.forEach(watch -> orders.add(new Order.Watch(back.id(), watch)));
        }
        if (back != null && back.phase() == Phase.WATCHING) {
            moved.forEach(watch -> orders.add(new Order.Speak(back.id(), watch)));
        }
        moved.clear();
    }

    private void inherit() {
        voice = heir;
        heir = null;
        moved.clear();
    }
}
