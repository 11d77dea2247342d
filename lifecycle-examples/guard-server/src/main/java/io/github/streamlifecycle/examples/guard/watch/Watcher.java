package io.github.streamlifecycle.examples.guard.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Blind;
import io.github.streamlifecycle.livekit.room.Observation.Origin;
import io.github.streamlifecycle.livekit.room.RoomKey;
import io.github.streamlifecycle.livekit.room.Source;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.MediaWatch;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs in a watcher process: it watches the rooms that it is told to on standard input, and reports on standard output,
 * until standard input ends.
 */
final class Watcher {
    private static final long BEAT_EVERY_MILLIS = 500;
    private static final long AGAIN_AFTER_MILLIS = 5_000;
    private static final long GOODBYE_MILLIS = 500;
    /** If memory runs out, the kernel takes a watcher rather than the guard server. */
    private static final String FIRST_TO_GO = "500";

    private final RoomWatch watch;
    private final Pulse pulse;
    private final ReportWriter reports;
    private final Questions questions;
    private final AtomicBoolean feeling = new AtomicBoolean();
    private final Map<Long, Disposable> watches = new ConcurrentHashMap<>();

    Watcher(RoomWatch watch, Pulse pulse, ReportWriter reports) {
        this.watch = watch;
        this.pulse = pulse;
        this.reports = reports;
        this.questions = new Questions(reports);
    }

    /**
     * Watches rooms by webrtc-java until standard input ends.
     *
     * @param args none
     */
    public static void main(String[] args) {
        PrintStream pipe = System.out;
        System.setOut(System.err); // before anybody logs: what is not a report must not get into the pipe
        ReportWriter reports = new ReportWriter(pipe);
        try {
            beFirstToGo();
            PeerConnectionFactory factory = HeadlessWebRtc.factory();
            new Watcher(MediaWatch.with(factory), new NativePulse(factory), reports).run(System.in);
        } catch (LinkageError notHere) {
            reports.send(new Report.Unusable("webrtc-java does not load: " + notHere.getMessage()));
        }
        TemporaryDirectory.ofThisProcess().ifPresent(TemporaryDirectory::delete);
        Runtime.getRuntime().halt(0); // native threads would keep the process, and print at a clean exit
    }

    private static void beFirstToGo() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), FIRST_TO_GO);
        } catch (IOException notLinux) {
            LoggerFactory.getLogger(Watcher.class).debug("no OOM score on this system");
        }
    }

    /** Watches until the commands end, and returns when the rooms have been left. */
    void run(InputStream commands) {
        reports.send(new Report.Ready(Report.Ready.VERSION));
        Disposable beats = Schedulers.newThread()
                .schedulePeriodicallyDirect(this::beat, 0, BEAT_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        try {
            Optional<byte[]> frame = Frames.read(commands);
            while (frame.isPresent()) {
                take(CommandCodec.decode(frame.get()));
                frame = Frames.read(commands);
            }
        } catch (IOException nobodyAsks) {
            log().debug("the guard server is gone: {}", nobodyAsks.getMessage());
        }
        beats.dispose();
        leave();
    }

    /** Sends the goodbyes, which leave on other threads. */
    private void leave() {
        if (watches.isEmpty()) {
            return;
        }
        watches.values().forEach(Disposable::dispose);
        try {
            TimeUnit.MILLISECONDS.sleep(GOODBYE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(Command command) {
        if (command instanceof Command.Watch begin) {
            watches.computeIfAbsent(begin.watch(), number -> watch(begin));
        } else if (command instanceof Command.Unwatch end) {
            Disposable ended = watches.remove(end.watch());
            if (ended != null) {
                ended.dispose();
            }
        } else if (command instanceof Command.Token token) {
            questions.answered(token.question(), token);
        } else if (command instanceof Command.Verdict verdict) {
            questions.answered(verdict.question(), verdict);
        }
    }

    /** Subscribes on another thread: a subscription asks for a token, and the answer comes on this one. */
    private Disposable watch(Command.Watch begin) {
        long number = begin.watch();
        RoomWatch.Target target = new RoomWatch.Target(
                begin.room(),
                begin.url(),
                () -> questions.token(number),
                // one that has not published is no host under any rule
                participant -> participant.hasPublished() && questions.isHost(number, participant));
        return Flowable.<Observation>defer(() -> watch.watch(target))
                .doOnError(error -> seen(number, blind(begin.room(), error)))
                .retryWhen(errors -> errors.delay(AGAIN_AFTER_MILLIS, TimeUnit.MILLISECONDS))
                .subscribeOn(Schedulers.io())
                .subscribe(observation -> seen(number, observation));
    }

    private void seen(long number, Observation observation) {
        if (RoomFields.canWrite(observation)) {
            reports.send(new Report.Seen(number, observation));
        }
    }

    private static Observation blind(String room, Throwable error) {
        Origin origin = new Origin(Source.MEDIA_WATCH, RoomKey.named(room), System.currentTimeMillis());
        return new Blind(origin, error.getClass().getSimpleName());
    }

    /** Reports a beat once the pulse was felt; while it is not, nothing. */
    private void beat() {
        if (feeling.compareAndSet(false, true)) {
            pulse.feel(() -> Schedulers.io().scheduleDirect(this::alive));
        }
    }

    private void alive() {
        feeling.set(false);
        reports.send(new Report.Beat(ResidentMemory.bytes()));
    }

    /** Not a constant: no log may begin before standard output is turned aside. */
    private static Logger log() {
        return LoggerFactory.getLogger(Watcher.class);
    }
}
