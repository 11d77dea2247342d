package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.BackpressureStrategy;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.FlowableEmitter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch of any number of rooms by processes of their own, some dozens of rooms each, so that native code that crashes,
 * hangs or leaks ends a process that can be replaced, and not the guard server.
 *
 * <p>A process that fails is replaced; meanwhile its rooms are reported as {@link Observation.Blind}. One that has made many
 * connections, which leave memory behind, is replaced too, but only after its rooms were moved to another one.
 * Processes are started when there is something to watch, and end when nobody asks any more, or when this process ends.
 *
 * <p>Thread-safe. Observations come on one daemon thread for all rooms, which a subscriber must not keep.
 */
public final class WatchProcesses implements RoomWatch, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchProcesses.class);
    private static final long LOOK_EVERY_MILLIS = 250;
    private static final long CLOSES_WITHIN_MILLIS = 2_000;

    private final String main;
    private final ScheduledExecutorService turns;
    private final ScheduledFuture<?> looks;
    private final AtomicLong watches = new AtomicLong();
    /** Read by the threads of processes too. */
    private final Map<Long, Room> rooms = new ConcurrentHashMap<>();

    /** All below is only touched by turns. */
    private final Map<Long, WatcherProcess> processes = new TreeMap<>();

    private volatile Fleet fleet;
    private boolean saidUnusable;
    private final AtomicBoolean closed = new AtomicBoolean();

    private record Room(Target target, FlowableEmitter<Observation> told, RoomRelay relay) {}

    /**
     * The state of the processes, for metrics.
     *
     * @param processes the processes that run now
     * @param started how many were started so far
     * @param rooms the rooms that are to be watched
     */
    public record Snapshot(int processes, long started, int rooms) {}

    private WatchProcesses(Limits limits, String main) {
        this.main = main;
        this.turns = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "watch-processes");
            thread.setDaemon(true);
            return thread;
        });
        this.fleet = Fleet.of(limits, nowMillis());
        this.looks = turns.scheduleWithFixedDelay(
                () -> take(new FleetEvent.TimePassed()), LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * A watch by webrtc-java. No process is started yet.
     *
     * @param roomsPerProcess how many rooms one process watches at most
     * @return the watch, to be closed
     * @throws IllegalArgumentException if that is not at least one
     */
    public static WatchProcesses of(int roomsPerProcess) {
        WatchProcesses watch = with(Limits.of(roomsPerProcess), Watcher.class.getName());
        watch.inTurn(() -> TemporaryDirectory.deleteAbandoned(Path.of(System.getProperty("java.io.tmpdir"))));
        return watch;
    }

    static WatchProcesses with(Limits limits, String main) {
        return new WatchProcesses(limits, main);
    }

    /**
     * Tries whether watching is possible on this machine: starts a process and ends it.
     *
     * @return the reason why it is not; empty if it is
     */
    public static Optional<String> trouble() {
        return Trial.of(Watcher.class.getName());
    }

    @Override
    public Publisher<Observation> watch(Target target) {
        return Flowable.create(
                told -> {
                    long watch = watches.incrementAndGet();
                    rooms.put(watch, new Room(target, told, new RoomRelay(target.room())));
                    told.setCancellable(() -> {
                        rooms.remove(watch);
                        turn(new FleetEvent.Unwanted(watch));
                    });
                    turn(new FleetEvent.Wanted(watch));
                },
                BackpressureStrategy.BUFFER);
    }

    /**
     * Returns the state of the processes.
     *
     * @return a snapshot
     */
    public Snapshot snapshot() {
        Fleet now = fleet;
        return new Snapshot(now.processes(), now.runs(), rooms.size());
    }

    /** Returns the ids of the processes, oldest first. */
    List<Long> pids() {
        return CompletableFuture.supplyAsync(
                        () -> processes.values().stream()
                                .map(WatcherProcess::pid)
                                .toList(),
                        turns)
                .join();
    }

    private static long nowMillis() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void turn(FleetEvent event) {
        inTurn(() -> take(event));
    }

    private void inTurn(Runnable task) {
        try {
            turns.execute(task);
        } catch (RejectedExecutionException closed) {
            log.trace("nobody watches any more");
        }
    }

    private void take(FleetEvent event) {
        try {
            Fleet.Step step = fleet.on(event, nowMillis());
            fleet = step.next();
            step.orders().forEach(this::carryOut);
        } catch (RuntimeException | Error thrown) { // a periodic task that throws would never run again
            log.error(
                    "the watcher processes could not act on {}",
                    event.getClass().getSimpleName(),
                    thrown);
        }
    }

    private void carryOut(Order order) {
        if (order instanceof Order.Start start) {
            start(start.run());
        } else if (order instanceof Order.Kill kill) {
            log.warn("watcher {} is killed, and its rooms are unknown for now: {}", kill.run(), kill.why());
            remove(kill.run(), WatcherProcess::kill);
        } else if (order instanceof Order.End end) {
            log.info("watcher {} is not needed any more", end.run());
            remove(end.run(), WatcherProcess::end);
        } else if (order instanceof Order.Watch watch) {
            begin(watch);
        } else if (order instanceof Order.Unwatch unwatch) {
            send(unwatch.run(), new Command.Unwatch(unwatch.watch()));
            withRoom(unwatch.watch(), room -> room.relay().forget(unwatch.run()));
        } else if (order instanceof Order.Speak speak) {
            withRoom(speak.watch(), room -> tell(room, room.relay().speak(speak.run(), System.currentTimeMillis())));
        } else if (order instanceof Order.Hush hush) {
            withRoom(hush.watch(), room -> tell(room, room.relay().hush(hush.why(), System.currentTimeMillis())));
        }
    }

    private void start(long run) {
        try {
            WatcherProcess process = WatcherProcess.start(
                    run,
                    main,
                    new ReportBudget(fleet.limits().rooms(), nowMillis()),
                    new WatcherProcess.Events(
                            report -> onReport(run, report), why -> turn(new FleetEvent.Broken(run, why))));
            processes.put(run, process);
            log.info("{} starts", process);
        } catch (IOException | RuntimeException failed) {
            turn(new FleetEvent.Broken(run, "it cannot be started: " + failed.getMessage()));
        }
    }

    private void remove(long run, Consumer<WatcherProcess> end) {
        WatcherProcess process = processes.remove(run);
        if (process != null) {
            end.accept(process);
        }
        rooms.values().forEach(room -> room.relay().forget(run));
    }

    private void begin(Order.Watch watch) {
        withRoom(
                watch.watch(),
                room -> send(
                        watch.run(),
                        new Command.Watch(
                                watch.watch(),
                                room.target().room(),
                                room.target().url())));
    }

    private void send(long run, Command command) {
        WatcherProcess process = processes.get(run);
        if (process != null) {
            process.send(command);
        }
    }

    private void withRoom(long watch, Consumer<Room> act) {
        Room room = rooms.get(watch);
        if (room != null) {
            act.accept(room);
        }
    }

    /** A process gets no answer about a room of another one. */
    private void withRoomOf(long run, long watch, Consumer<Room> act) {
        if (fleet.isOf(run, watch)) {
            withRoom(watch, act);
        }
    }

    private static void tell(Room room, List<Observation> observations) {
        observations.forEach(room.told()::onNext);
    }

    /** On a thread of the process. */
    private void onReport(long run, Report report) {
        if (report instanceof Report.Ready ready) {
            boolean ours = ready.version() == Report.Ready.VERSION;
            turn(ours ? new FleetEvent.Ready(run) : new FleetEvent.Broken(run, "it is of another version than this"));
            return;
        }
        if (report instanceof Report.Unusable unusable) {
            inTurn(() -> unusable(run, unusable.why()));
            return;
        }
        turn(new FleetEvent.Heard(run));
        if (report instanceof Report.Beat beat) {
            turn(new FleetEvent.Occupies(run, beat.residentBytes()));
        } else if (report instanceof Report.TokenWanted wanted) {
            turn(new FleetEvent.Connects(run));
            answerToken(run, wanted);
        } else if (report instanceof Report.HostAsked asked) {
            answerHost(run, asked);
        } else if (report instanceof Report.Seen seen) {
            inTurn(() -> seen(run, seen));
        }
    }

    private void unusable(long run, String why) {
        if (!saidUnusable) {
            saidUnusable = true;
            log.warn("no room is watched, all else goes on: {}", why);
        }
        take(new FleetEvent.Unusable(run, why));
    }

    private void answerToken(long run, Report.TokenWanted wanted) {
        withRoomOf(run, wanted.watch(), room -> {
            String token = room.target().token().get();
            inTurn(() -> send(run, new Command.Token(wanted.question(), token)));
        });
    }

    private void answerHost(long run, Report.HostAsked asked) {
        withRoomOf(run, asked.watch(), room -> {
            boolean isHost = room.target().hosts().test(asked.participant());
            inTurn(() -> send(run, new Command.Verdict(asked.question(), isHost)));
        });
    }

    private void seen(long run, Report.Seen seen) {
        Room room = rooms.get(seen.watch());
        if (room == null || !processes.containsKey(run)) {
            return;
        }
        if (!fleet.isOf(run, seen.watch()) || !room.relay().isAbout(seen.observation())) {
            take(new FleetEvent.Broken(run, "it talks of another room than that which it watches"));
            return;
        }
        tell(room, room.relay().seen(run, seen.observation(), System.currentTimeMillis()));
        if (room.relay().isSteady(run)) {
            take(new FleetEvent.Steady(run, seen.watch()));
        }
    }

    /** Ends all processes, within some seconds. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        List<WatcherProcess> all = CompletableFuture.supplyAsync(this::endAll, turns)
                .completeOnTimeout(List.of(), CLOSES_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        CompletableFuture.allOf(all.stream().map(WatcherProcess::gone).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLOSES_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }

    private List<WatcherProcess> endAll() {
        looks.cancel(false);
        List<WatcherProcess> all = List.copyOf(processes.values());
        List.copyOf(processes.keySet()).forEach(run -> remove(run, WatcherProcess::end));
        turns.shutdown();
        return all;
    }
}
