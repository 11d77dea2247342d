package io.github.streamlifecycle.examples.figures;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.video.VideoTrack;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.examples.host.TestPicture;
import io.github.streamlifecycle.examples.network.NetworkConditions;
import io.github.streamlifecycle.examples.network.NetworkConditions.Direction;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitDoubleProcess;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.CompositeDisposable;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Measures the drop detector on real media through the relay, and prints the table of {@code docs/figures.md}: against
 * the embedded double, or against a real server if LIVEKIT_URL is set.
 */
public final class DropDetectionFigures {
    private static final int HOSTS = 6;
    private static final int ROUNDS = 10;
    private static final Duration CUT = Duration.ofSeconds(4);
    private static final Duration CUT_WITHOUT_MEDIA = Duration.ofSeconds(5);
    private static final Duration SETTLED = Duration.ofSeconds(4);
    private static final Duration HICCUP = Duration.ofSeconds(1);
    private static final Duration SUSPENDED = Duration.ofSeconds(3);
    private static final int SUSPENSIONS = 4;
    private static final Duration COST_OVER = Duration.ofSeconds(20);
    private static final int SAMPLERS = 30;

    private final PrintStream out;
    private final Duration quiet;
    private final LiveKit livekit;
    private final PeerConnectionFactory factory = HeadlessWebRtc.factory();

    private DropDetectionFigures(PrintStream out, Duration quiet, LiveKit livekit) {
        this.out = out;
        this.quiet = quiet;
        this.livekit = livekit;
    }

    /**
     * Measures for about a quarter of an hour, or longer.
     *
     * @param args the minutes to watch each row without a drop; 2 if empty
     * @throws IOException if a process cannot be started
     */
    public static void main(String[] args) throws IOException {
        Duration quiet = Duration.ofMinutes(args.length == 0 ? 2 : Long.parseLong(args[0]));
        Map<String, String> environment = System.getenv();
        if (environment.containsKey("LIVEKIT_URL")) {
            measure(
                    environment.get("LIVEKIT_URL"),
                    environment.get("LIVEKIT_API_KEY"),
                    environment.get("LIVEKIT_API_SECRET"),
                    quiet);
        } else {
            try (LiveKitDoubleProcess server = LiveKitDoubleProcess.start()) {
                measure(server.url(), LiveKitDouble.DEFAULT_API_KEY, LiveKitDouble.DEFAULT_API_SECRET, quiet);
            }
        }
        System.exit(0);
    }

    private static void measure(String url, String apiKey, String apiSecret, Duration quiet) throws IOException {
        try (LiveKit livekit = LiveKit.connect(url, apiKey, apiSecret)) {
            new DropDetectionFigures(System.out, quiet, livekit).run();
        }
    }

    private void run() throws IOException {
        try (TestPicture picture = new TestPicture(factory)) {
            List<MeasuredHost> hosts = hosts(picture.track());
            header("with media | runs | suspected after, ms | up again after, ms");
            drops("cut both ways, mended after 4 s", hosts, NetworkConditions.CUT, CUT);
            drops(
                    "cut from server to host, mended after 4 s",
                    hosts,
                    NetworkConditions.cut(Set.of(Direction.FROM_SERVER)),
                    CUT);
            drops(
                    "cut from host to server, mended after 4 s",
                    hosts,
                    NetworkConditions.cut(Set.of(Direction.TO_SERVER)),
                    CUT);
            drops("hiccup of 1 s, both ways", hosts, NetworkConditions.CUT, HICCUP);
            header("with media, without a drop | host minutes | suspicions");
            watched("clear", hosts, NetworkConditions.CLEAR);
            watched("10 % loss on either way", hosts, NetworkConditions.losing(10));
            watched("up to 300 ms late on either way", hosts, NetworkConditions.late(Duration.ofMillis(300)));
            suspended(hosts);
            hosts.forEach(MeasuredHost::leave);
            cost(picture.track());
        }
        try (TestPicture picture = new TestPicture(factory)) {
            List<MeasuredHost> paused = hosts(picture.track());
            picture.pause();
            wait(SETTLED);
            header("frames paused | runs | suspected after, ms | up again after, ms");
            drops("cut both ways, mended after 5 s", paused, NetworkConditions.CUT, CUT_WITHOUT_MEDIA);
            header("frames paused, without a drop | host minutes | suspicions");
            watched("clear", paused, NetworkConditions.CLEAR);
            watched("10 % loss on either way", paused, NetworkConditions.losing(10));
            paused.forEach(MeasuredHost::leave);
        }
    }

    private void header(String columns) {
        out.println();
        out.println("| " + columns + " |");
        out.println("|"
                + "---|"
                        .repeat(1
                                + (int) columns.chars()
                                        .filter(character -> character == '|')
                                        .count()));
    }

    private List<MeasuredHost> hosts(VideoTrack track) {
        List<MeasuredHost> hosts = IntStream.range(0, HOSTS)
                .mapToObj(i -> new MeasuredHost(livekit, factory, track))
                .toList();
        wait(SETTLED);
        return hosts;
    }

    private void drops(String what, List<MeasuredHost> hosts, NetworkConditions conditions, Duration lasting) {
        LongStream.Builder suspected = LongStream.builder();
        LongStream.Builder back = LongStream.builder();
        for (int round = 0; round < ROUNDS; round++) {
            hosts.forEach(MeasuredHost::forget);
            long begun = System.nanoTime();
            hosts.forEach(host -> host.network.become(conditions));
            wait(lasting);
            long mended = System.nanoTime();
            hosts.forEach(host -> host.network.heal());
            wait(SETTLED);
            hosts.forEach(host -> host.after(begun, Presence.SUSPECT).forEach(suspected::add));
            hosts.forEach(host -> host.after(mended, Presence.UP).forEach(back::add));
        }
        out.printf(
                "| %s | %d | %s | %s |%n",
                what,
                ROUNDS * hosts.size(),
                range(suspected.build().toArray()),
                range(back.build().toArray()));
    }

    private static String range(long[] millis) {
        long[] sorted = LongStream.of(millis).sorted().toArray();
        return sorted.length == 0
                ? "never"
                : String.format(
                        Locale.ROOT,
                        "%d times: %,d to %,d, median %,d",
                        sorted.length,
                        sorted[0],
                        sorted[sorted.length - 1],
                        sorted[sorted.length / 2]);
    }

    private void watched(String what, List<MeasuredHost> hosts, NetworkConditions conditions) {
        hosts.forEach(host -> host.network.become(conditions));
        hosts.forEach(MeasuredHost::forget);
        wait(quiet);
        print(what, hosts, quiet);
        hosts.forEach(host -> host.network.heal());
        wait(SETTLED);
    }

    private void print(String what, List<MeasuredHost> hosts, Duration watched) {
        long suspicions = hosts.stream().mapToLong(MeasuredHost::suspicions).sum();
        out.printf("| %s | %d | %d |%n", what, watched.toMinutes() * hosts.size(), suspicions);
    }

    /** Stops every thread of this process, as a long garbage collection or a closed lid does. POSIX only. */
    private void suspended(List<MeasuredHost> hosts) throws IOException {
        hosts.forEach(MeasuredHost::forget);
        String self = Long.toString(ProcessHandle.current().pid());
        for (int i = 0; i < SUSPENSIONS; i++) {
            new ProcessBuilder(
                            "sh",
                            "-c",
                            "kill -STOP " + self + "; sleep " + SUSPENDED.toSeconds() + "; kill -CONT " + self)
                    .start();
            wait(SUSPENDED.plus(SETTLED));
        }
        long suspicions = hosts.stream().mapToLong(MeasuredHost::suspicions).sum();
        out.printf(
                "| this process stopped for %d s, %d times | %d hosts | %d |%n",
                SUSPENDED.toSeconds(), SUSPENSIONS, hosts.size(), suspicions);
    }

    /** Measures the cost of one sampler: the difference that many of them make, divided by their number. */
    private void cost(VideoTrack track) {
        MeasuredHost host = new MeasuredHost(livekit, factory, track);
        wait(SETTLED);
        double without = load();
        CompositeDisposable samplers = new CompositeDisposable();
        for (int i = 0; i < SAMPLERS; i++) {
            samplers.add(host.session.signals().subscribe());
        }
        double with = load();
        samplers.dispose();
        host.leave();
        out.println();
        out.printf(
                Locale.ROOT,
                "Sampling ten times a second: %.2f %% of a core (one host %.1f %%, with %d more samplers %.1f %%).%n",
                100 * (with - without) / SAMPLERS,
                100 * without,
                SAMPLERS,
                100 * with);
    }

    /** Returns the share of a core that this process uses. */
    private static double load() {
        Duration before = cpu();
        wait(COST_OVER);
        return (double) cpu().minus(before).toMillis() / COST_OVER.toMillis();
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Waits in real time: media has a clock of its own. */
    private static void wait(Duration duration) {
        Observable.timer(duration.toMillis(), TimeUnit.MILLISECONDS).blockingSubscribe();
    }
}
