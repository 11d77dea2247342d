package io.github.streamlifecycle.examples.guard.watch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The supervisor of all watcher processes: it decides which process watches which rooms, and which one has to go. A value:
 * {@link #on} gives the next one and what is to be done now. Time is an argument, in milliseconds of any clock that does not
 * go back.
 *
 * <p>{@link Phase} has the life of one process, {@link Slot} the place that it has.
 *
 * @param limits the limits
 * @param slots the places for processes
 * @param usable whether watching is possible on this machine, as far as it is known
 * @param runs how many processes were started so far
 * @param timeMillis when time last passed
 */
record Fleet(Limits limits, SortedMap<Integer, Slot> slots, boolean usable, long runs, long timeMillis) {
    /**
     * One step.
     *
     * @param next the fleet after it
     * @param orders what is to be done now, in order
     */
    record Step(Fleet next, List<Order> orders) {}

    static Fleet of(Limits limits, long nowMillis) {
        return new Fleet(limits, new TreeMap<>(), true, 0, nowMillis);
    }

    Step on(FleetEvent event, long nowMillis) {
        Turn turn = new Turn(nowMillis);
        turn.take(event);
        turn.settle();
        return turn.end();
    }

    /** Returns how many processes there are. */
    int processes() {
        return (int) slots.values().stream()
                .mapToLong(slot -> (slot.voice() == null ? 0 : 1) + (slot.heir() == null ? 0 : 1))
                .sum();
    }

    /** Tests whether a watch belongs to the place of a process. */
    boolean isOf(long run, long watch) {
        return slots.values().stream()
                .anyMatch(slot -> slot.has(run) && slot.rooms().contains(watch));
    }

    private final class Turn {
        private final long nowMillis;
        private final SortedMap<Integer, Slot> places = new TreeMap<>(slots);
        private final List<Order> orders = new ArrayList<>();
        private boolean mayWatch = usable;
        private long started = runs;
        private long passedMillis = timeMillis;

        Turn(long nowMillis) {
            this.nowMillis = nowMillis;
        }

        void take(FleetEvent event) {
            if (event instanceof FleetEvent.Wanted wanted) {
                change(placeForAnother(), turn -> turn.add(wanted.watch()));
            } else if (event instanceof FleetEvent.Unwanted unwanted) {
                placeOf(slot -> slot.rooms().contains(unwanted.watch()))
                        .ifPresent(place -> change(place, turn -> turn.remove(unwanted.watch())));
            } else if (event instanceof FleetEvent.OfRun ofRun) {
                Optional<Integer> place = placeOf(slot -> slot.has(ofRun.run()));
                mayWatch &= place.isEmpty() || !(event instanceof FleetEvent.Unusable);
                place.ifPresent(found -> change(found, turn -> turn.on(ofRun)));
            } else if (event instanceof FleetEvent.TimePassed) {
                timePassed();
            }
        }

        /** While this program did not get to run, nobody listened: that nothing was heard is then no sign of anything. */
        private void timePassed() {
            long gap = nowMillis - passedMillis;
            passedMillis = nowMillis;
            for (int place : List.copyOf(places.keySet())) {
                change(place, turn -> {
                    if (gap >= limits.times().quiet() / 2) {
                        turn.nobodyListenedFor(gap);
                    }
                    turn.timePassed();
                });
            }
        }

        private void change(int place, Consumer<SlotTurn> change) {
            SlotTurn turn = new SlotTurn(slot(place), limits, nowMillis, orders);
            change.accept(turn);
            places.put(place, turn.end());
        }

        private Slot slot(int place) {
            Slot slot = places.get(place);
            return slot == null ? Slot.empty(nowMillis) : slot;
        }

        private Optional<Integer> placeOf(Predicate<Slot> wanted) {
            return places.entrySet().stream()
                    .filter(entry -> wanted.test(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }

        /** The fullest place that has room left and no trouble. */
        private int placeForAnother() {
            return places.entrySet().stream()
                    .filter(entry -> entry.getValue().pauses().failures() == 0)
                    .filter(entry -> entry.getValue().rooms().size() < limits.rooms())
                    .max(Comparator.comparingInt(
                            entry -> entry.getValue().rooms().size()))
                    .map(Map.Entry::getKey)
                    .orElseGet(() -> places.isEmpty() ? 0 : places.lastKey() + 1);
        }

        void settle() {
            for (int place : List.copyOf(places.keySet())) {
                change(place, turn -> turn.settle(this::nextRun));
            }
            places.values()
                    .removeIf(slot -> slot.isUnused()
                            && nowMillis - slot.pauses().emptySinceMillis()
                                    >= limits.times().idle());
        }

        private @Nullable Long nextRun() {
            long starting = places.values().stream().filter(Slot::isStarting).count();
            if (!mayWatch || starting >= Limits.STARTING_AT_ONCE) {
                return null;
            }
            return ++started;
        }

        Step end() {
            return new Step(new Fleet(limits, places, mayWatch, started, passedMillis), List.copyOf(orders));
        }
    }
}
