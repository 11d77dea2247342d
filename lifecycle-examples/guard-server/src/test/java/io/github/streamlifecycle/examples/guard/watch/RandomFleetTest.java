package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Random lives of processes and rooms, against what must hold at any time, and what must come about once trouble ends. */
class RandomFleetTest {
    private static final int FLEETS = 200;
    private static final int STEPS = 400;

    @Test
    void whateverHappensRoomsAreUnknownOrSpokenOf() {
        for (long seed = 1; seed <= FLEETS; seed++) {
            new Life(seed).run();
        }
    }

    /** Processes as the orders make them, and rooms as they are told of. */
    private static final class Life {
        private final long seed;
        private final Random random;
        private final Set<Long> starting = new TreeSet<>();
        private final Map<Long, Set<Long>> watching = new TreeMap<>();
        private final Map<Long, Long> speakers = new HashMap<>();
        private final Set<Long> wanted = new TreeSet<>();
        private long now = 1;
        private long rooms;
        private Fleet fleet = Fleet.of(new Limits(3, new Limits.Size(1_000, 6), Limits.Times.DEFAULT), now);

        Life(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < STEPS; i++) {
                now += random.nextInt(400);
                on(something());
            }
            settle();
            assertThat(speakers.keySet()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(wanted);
            assertThat(watching.size()).as("seed %d", seed).isLessThanOrEqualTo(wanted.size() + 1);
        }

        private FleetEvent something() {
            int what = random.nextInt(12);
            if (what == 0 || wanted.isEmpty()) {
                rooms++;
                wanted.add(rooms);
                return new FleetEvent.Wanted(rooms);
            }
            if (what == 1) {
                long room = any(wanted);
                wanted.remove(room);
                speakers.remove(room);
                return new FleetEvent.Unwanted(room);
            }
            List<Long> runs = new ArrayList<>(watching.keySet());
            runs.addAll(starting);
            if (what <= 5 || runs.isEmpty()) {
                return new FleetEvent.TimePassed();
            }
            return ofRun(what, any(runs));
        }

        private FleetEvent ofRun(int what, long run) {
            return switch (what) {
                case 6 -> starting.contains(run) ? new FleetEvent.Ready(run) : new FleetEvent.Heard(run);
                case 7 -> new FleetEvent.Connects(run);
                case 8 -> new FleetEvent.Occupies(run, random.nextInt(1_100));
                case 9 -> new FleetEvent.Steady(run, any(wanted));
                case 10 -> random.nextInt(4) == 0 ? new FleetEvent.Broken(run, "ended") : new FleetEvent.Heard(run);
                default -> starting.contains(run) ? new FleetEvent.Ready(run) : new FleetEvent.Heard(run);
            };
        }

        private long any(Iterable<Long> all) {
            List<Long> listed = new ArrayList<>();
            all.forEach(listed::add);
            return listed.get(random.nextInt(listed.size()));
        }

        private void on(FleetEvent event) {
            Fleet.Step step = fleet.on(event, now);
            fleet = step.next();
            if (event instanceof FleetEvent.Ready ready && starting.remove(ready.run())) {
                watching.putIfAbsent(ready.run(), new HashSet<>());
            }
            step.orders().forEach(this::carryOut);
            if (watching.values().stream().anyMatch(watched -> watched.size() > 3)) {
                fail("seed %d: more rooms than a process may watch: %s", seed, watching);
            }
            speakers.forEach((room, run) -> {
                if (!watching.getOrDefault(run, Set.of()).contains(room)) {
                    fail("seed %d: process %d speaks of room %d, which it does not watch", seed, run, room);
                }
            });
        }

        private void carryOut(Order order) {
            if (order instanceof Order.Start start) {
                assertThat(starting.add(start.run())).isTrue();
                assertThat(starting.size()).isLessThanOrEqualTo(Limits.STARTING_AT_ONCE);
            } else if (order instanceof Order.Kill kill) {
                gone(kill.run());
            } else if (order instanceof Order.End end) {
                gone(end.run());
            } else if (order instanceof Order.Watch watch) {
                assertThat(watching).containsKey(watch.run());
                assertThat(watching.get(watch.run()).add(watch.watch())).isTrue();
            } else if (order instanceof Order.Unwatch unwatch) {
                assertThat(watching.get(unwatch.run()).remove(unwatch.watch())).isTrue();
            } else if (order instanceof Order.Speak speak) {
                speakers.put(speak.watch(), speak.run());
            } else if (order instanceof Order.Hush hush) {
                speakers.remove(hush.watch());
            }
        }

        /** A room whose process goes is hushed in the same step, or another one speaks of it. */
        private void gone(long run) {
            starting.remove(run);
            watching.remove(run);
        }

        /** Two minutes without trouble. */
        private void settle() {
            for (long end = now + 120_000; now < end; now += 250) {
                List.copyOf(starting).forEach(run -> on(new FleetEvent.Ready(run)));
                List.copyOf(watching.keySet()).forEach(run -> on(new FleetEvent.Heard(run)));
                on(new FleetEvent.TimePassed());
            }
        }
    }
}
