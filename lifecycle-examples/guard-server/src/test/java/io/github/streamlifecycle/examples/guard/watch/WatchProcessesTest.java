package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Blind;
import io.github.streamlifecycle.livekit.room.Observation.Left;
import io.github.streamlifecycle.livekit.room.Observation.Media;
import io.github.streamlifecycle.livekit.room.Observation.Sees;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real processes that crash, hang and lie, without WebRTC. */
@Execution(ExecutionMode.CONCURRENT)
@Order(Integer.MAX_VALUE)
class WatchProcessesTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Limits.Times SHORT = new Limits.Times(30_000, 1_000, 2_000, 30_000, 500, 500);

    private final List<Observation> seen = new CopyOnWriteArrayList<>();
    private WatchProcesses processes = start(Limits.Size.of(2));

    private static WatchProcesses start(Limits.Size size) {
        return WatchProcesses.with(new Limits(2, size, SHORT), FakeWatcher.class.getName());
    }

    static RoomWatch.Target target(String room) {
        return new RoomWatch.Target(room, URI.create("ws://127.0.0.1:1"), () -> "token", Samples.HOST::equals);
    }

    @AfterEach
    void close() {
        processes.close();
    }

    private Disposable watch(String room) {
        return Flowable.fromPublisher(processes.watch(target(room))).subscribe(seen::add);
    }

    private static boolean flows(Observation observation) {
        return observation instanceof Media media && media.sign() == MediaSign.FLOWS;
    }

    /** Waits for media that flow once the watch sees, after what was seen so far. */
    private void awaitFlow(int from) {
        await().atMost(LONG)
                .until(() -> seen.stream()
                        .skip(from)
                        .dropWhile(observation -> !(observation instanceof Sees))
                        .anyMatch(WatchProcessesTest::flows));
    }

    private void awaitBlind(String why) {
        await().atMost(LONG)
                .until(() -> seen.stream()
                        .anyMatch(
                                one -> one instanceof Blind blind && blind.why().contains(why)));
    }

    private long pid() {
        return processes.pids().get(0);
    }

    private static void signal(String signal, long pid) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void awaitEnd(long pid) {
        await().atMost(LONG)
                .until(() ->
                        ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
    }

    @Test
    void roomIsWatchedByAProcessThatAsksForTokenAndHosts() {
        watch("room");
        awaitFlow(0);
        awaitBlind("token true");
        assertThat(processes.snapshot()).isEqualTo(new WatchProcesses.Snapshot(1, 1, 1));
    }

    @Test
    void killedProcessIsUnknownAndReplaced() {
        watch("room");
        watch("other");
        awaitFlow(0);
        int before = seen.size();
        ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
        awaitBlind("it has ended");
        // what was on its way when it was killed is flow, too
        await().atMost(LONG).until(() -> processes.snapshot().started() >= 2);
        awaitFlow(before);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a process cannot be frozen there")
    void frozenProcessIsUnknownAndReplaced() throws Exception {
        watch("room");
        awaitFlow(0);
        int before = seen.size();
        long frozen = pid();
        signal("STOP", frozen);
        awaitBlind("nothing was heard");
        awaitFlow(before);
        awaitEnd(frozen);
    }

    @Test
    void processThatTalksNonsenseIsReplaced() {
        watch(FakeWatcher.NONSENSE);
        awaitBlind("nonsense");
        await().atMost(LONG).until(() -> processes.snapshot().started() >= 2);
    }

    @Test
    void processThatFloodsIsReplaced() {
        watch(FakeWatcher.FLOODS);
        awaitBlind("it floods this program: more than 300 reports a second");
        await().atMost(LONG).until(() -> processes.snapshot().started() >= 2);
    }

    @Test
    void processThatGrowsIsReplaced() {
        watch(FakeWatcher.GROWS);
        awaitBlind("MB");
    }

    @Test
    void processThatTalksOfAnotherRoomIsReplaced() {
        watch(FakeWatcher.STRANGER);
        awaitBlind("another room");
    }

    @Test
    void processThatAnswersForAnotherOnesRoomIsReplaced() {
        watch("room");
        watch("other");
        awaitFlow(0);
        watch(FakeWatcher.LIAR); // in a second process
        await().atMost(LONG)
                .until(() -> seen.stream()
                        .anyMatch(one -> one instanceof Left
                                || (one instanceof Blind blind && blind.why().contains("another room"))));
        assertThat(seen).noneMatch(Left.class::isInstance);
    }

    @Test
    void wornProcessIsReplacedWithoutAGap() {
        processes.close();
        processes = start(new Limits.Size(1L << 40, 2));
        watch("room");
        awaitFlow(0);
        long worn = pid();
        watch("other");
        awaitBlind("another process watches");
        awaitEnd(worn);
        Observation blind = seen.stream()
                .filter(one -> one instanceof Blind told && told.why().equals("another process watches"))
                .findFirst()
                .orElseThrow();
        assertThat(seen.get(seen.indexOf(blind) + 1)).isInstanceOf(Observation.Sees.class);
        assertThat(seen.get(seen.indexOf(blind) + 2)).matches(WatchProcessesTest::flows);
    }

    @Test
    void processEndsWhenNobodyAsks() {
        Disposable watch = watch("room");
        awaitFlow(0);
        long pid = pid();
        watch.dispose();
        awaitEnd(pid);
        assertThat(processes.snapshot().processes()).isZero();
    }

    @Test
    void closeEndsProcesses() {
        watch("room");
        awaitFlow(0);
        long pid = pid();
        processes.close();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        processes.close();
    }

    @Test
    void processEndsWithItsParent() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FakeWatcher.Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = parent.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (!line.matches("\\d+")) {
                line = out.readLine(); // its log
            }
            parent.destroyForcibly();
            awaitEnd(Long.parseLong(line));
        }
    }

    @Test
    void machineThatCannotWatchIsNotTriedAgain() {
        processes.close();
        processes = WatchProcesses.with(Limits.of(1), FakeWatcher.Unusable.class.getName());
        watch("room");
        awaitBlind("no library");
        watch("other");
        await().atMost(LONG).until(() -> processes.snapshot().rooms() == 2);
        assertThat(processes.snapshot()).isEqualTo(new WatchProcesses.Snapshot(0, 1, 2));
    }

    @Test
    void trialTellsWhetherWatchingIsPossible() {
        assertThat(Trial.of(FakeWatcher.class.getName())).isEmpty();
        assertThat(Trial.of(FakeWatcher.Unusable.class.getName())).hasValue("there is no library for this machine");
        assertThat(Trial.of("no.such.Program"))
                .hasValueSatisfying(why -> assertThat(why).contains("failed"));
    }
}
