package io.github.streamlifecycle.examples.guard.watch;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Blind;
import io.github.streamlifecycle.livekit.room.Observation.Media;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.Observation.Sees;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.Flowable;
import java.io.PrintStream;
import org.reactivestreams.Publisher;

/** A watcher process without WebRTC, whose rooms do what their names say. */
final class FakeWatcher {
    static final String NONSENSE = "nonsense";
    static final String GROWS = "grows";
    static final String FLOODS = "floods";
    /** A room of whose watcher tells what only another one can know: that the host of the first room has left. */
    static final String LIAR = "liar";

    static final String STRANGER = "stranger";

    private FakeWatcher() {}

    public static void main(String[] args) {
        PrintStream pipe = System.out;
        System.setOut(System.err);
        ReportWriter reports = new ReportWriter(pipe);
        new Watcher(target -> watch(target, pipe, reports), Runnable::run, reports).run(System.in);
        TemporaryDirectory.ofThisProcess().ifPresent(TemporaryDirectory::delete);
        Runtime.getRuntime().halt(0);
    }

    private static Publisher<Observation> watch(RoomWatch.Target target, PrintStream pipe, ReportWriter reports) {
        switch (target.room()) {
            case NONSENSE -> pipe.println("VM attach current thread failed");
            case LIAR -> reports.send(new Report.Seen(1, Samples.left(System.currentTimeMillis())));
            case GROWS -> reports.send(new Report.Beat(Long.MAX_VALUE));
            case FLOODS -> {
                while (true) {
                    reports.send(new Report.Beat(1));
                }
            }
            default -> {}
        }
        String room = target.room().equals(STRANGER) ? "another room" : target.room();
        Origin origin = new Origin(Source.MEDIA_WATCH, RoomKey.named(room), System.currentTimeMillis());
        boolean isHost = target.hosts().test(Samples.HOST);
        return Flowable.<Observation>just(
                        new Blind(origin, target.token().get() + " " + isHost),
                        new Sees(origin),
                        new Media(origin, Samples.KEY, MediaSign.FLOWS))
                .concatWith(Flowable.never());
    }

    /** Says at once that it cannot watch. */
    static final class Unusable {
        private Unusable() {}

        public static void main(String[] args) {
            new ReportWriter(System.out).send(new Report.Unusable("there is no library for this machine"));
        }
    }

    /** A guard server that watches one room until it is killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws InterruptedException {
            WatchProcesses processes = WatchProcesses.with(Limits.of(2), FakeWatcher.class.getName());
            RoomWatch.Target target = WatchProcessesTest.target("room");
            Flowable.fromPublisher(processes.watch(target))
                    .filter(Media.class::isInstance)
                    .blockingForEach(seen -> System.out.println(processes.pids().get(0)));
        }
    }
}
