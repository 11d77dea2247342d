package io.github.streamlifecycle.examples.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.host.Terminal.Kind;
import io.github.streamlifecycle.examples.network.Network;
import io.github.streamlifecycle.examples.replay.RecordedConnections;
import io.github.streamlifecycle.examples.replay.RecordedServerApi;
import io.github.streamlifecycle.examples.replay.VirtualEventLoop;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.reactivex.rxjava3.core.Single;
import io.reactivex.rxjava3.observers.TestObserver;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.StreamInfo;
import org.junit.jupiter.api.Test;

/** Sessions in virtual time, against a server that takes as long as it is told to. */
class HostSessionTest {
    private final VirtualEventLoop loop = new VirtualEventLoop();
    private final VirtualServer server = new VirtualServer(loop.scheduler());
    private final VirtualConnection connection = new VirtualConnection(loop.scheduler());
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Single<VirtualConnection> connect = Single.just(connection);

    private TestObserver<RunResult> begin(Optional<Duration> dropAfter) {
        Scenario scenario = new Scenario(
                "my-room", "rtmp://host/live/secret-key", dropAfter, Optional.empty(), Duration.ofSeconds(2));
        Terminal terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), Kind.PLAIN_LINES);
        Timeline timeline = new Timeline(loop, terminal, scenario.grace());
        StartWatch startWatch = new StartWatch(loop, timeline);
        LiveKit livekit = LiveKit.builder("http://server.invalid", "key", "secret")
                .through(real -> new RecordedServerApi(loop, server, startWatch::onFailure))
                .scheduler(loop.scheduler())
                .deliverOn(loop.scheduler())
                .build();
        TestObserver<RunResult> result = new HostSession(
                        loop,
                        scenario,
                        livekit,
                        new RecordedConnections(loop, connect).connect(),
                        Network.none(),
                        timeline,
                        startWatch)
                .result()
                .test();
        loop.begin();
        return result;
    }

    private String out() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private void pass(long seconds) {
        loop.pass(Duration.ofSeconds(seconds));
    }

    private long millisOf(String words) {
        Matcher line =
                Pattern.compile("([\\d,]+) ms  [^\\n]*" + Pattern.quote(words)).matcher(out());
        assertThat(line.find()).as(out()).isTrue();
        return Long.parseLong(line.group(1).replace(",", ""));
    }

    @Test
    void nothingIsStartedWhileADropIsSuspected() {
        begin(Optional.empty());
        connection.disconnect();
        pass(4);
        assertThat(out()).contains("drop suspected").doesNotContain("starting", "a grace of");
        connection.connect();
        pass(1);
        assertThat(server.startsSent).isOne();
    }

    @Test
    void dropAfterCountsFromTheHostingLine() {
        begin(Optional.of(Duration.ofSeconds(5)));
        pass(4);
        connection.connect();
        pass(6);
        assertThat(millisOf("network cut")).isEqualTo(millisOf("hosting: ") + 5_000);
    }

    @Test
    void unansweredStartIsToldAfterFiveSeconds() {
        server.startTakes = Duration.ofSeconds(25);
        server.startFails = Optional.of(LiveKitException.of(503, "unavailable", "StartEgress answered 503"));
        TestObserver<RunResult> result = begin(Optional.empty());
        connection.connect();
        pass(80);
        long sent = millisOf("starting a room composite");
        assertThat(millisOf("the server has not answered the start for 5 s")).isBetween(sent + 4_999, sent + 5_001);
        assertThat(millisOf("no egress worker took the job")).isBetween(sent + 24_999, sent + 25_001);
        assertThat(out())
                .contains("looking for an egress that it may have started", "no egress of this start was found");
        result.assertValue(ended -> ended.exitCode() == 1 && ended.words().contains("no egress worker took the job"));
        assertThat(out()).doesNotContain("Exception", "PT");
    }

    @Test
    void fileThatFailedIsToldThoughItWasStopped() {
        server.end = EgressInfo.newBuilder()
                .setStatus(EgressStatus.EGRESS_FAILED)
                .setError("write /out/x.mp4: no space left on device")
                .build();
        TestObserver<RunResult> result = begin(Optional.empty());
        connection.connect();
        pass(6);
        loop.quit();
        pass(2);
        assertThat(server.stopsSent).isOne();
        result.assertValue(RunResult.bad("the egress was stopped, but its output failed: EGRESS_FAILED,"
                + " write /out/x.mp4: no space left on device"));
    }

    @Test
    void streamThatFailedIsToldWithoutItsKey() {
        server.end = EgressInfo.newBuilder()
                .setStatus(EgressStatus.EGRESS_FAILED)
                .addStreamResults(StreamInfo.newBuilder().setError("rtmp://host/live/secret-key refused"))
                .build();
        TestObserver<RunResult> result = begin(Optional.empty());
        connection.connect();
        pass(6);
        connection.disconnect();
        pass(4);
        result.assertValue(ended ->
                ended.exitCode() == 1 && ended.words().endsWith("EGRESS_FAILED, rtmp://host/live/{sec...key} refused"));
    }

    @Test
    void stopThatWasNotSentIsNotConfirmed() {
        server.listsTake = Duration.ofSeconds(3);
        TestObserver<RunResult> result = begin(Optional.empty());
        connection.connect();
        pass(1);
        loop.quit();
        pass(5);
        assertThat(server.startsSent + server.stopsSent).isZero();
        assertThat(out())
                .contains("nothing to stop: the egress was not started")
                .doesNotContain("stop confirmed");
        result.assertValue(RunResult.good("the run was ended as asked before the egress was started"));
    }

    @Test
    void userWhoQuitsWhileConnectingEndsTheRun() {
        connect = Single.just(connection).delay(10, TimeUnit.SECONDS, loop.scheduler());
        TestObserver<RunResult> result = begin(Optional.empty());
        pass(1);
        loop.quit();
        result.assertValue(RunResult.good("the run was ended as asked before it was connected"));
    }

    @Test
    void connectionThatFailsIsToldWithoutClassNames() {
        connect = Single.error(new IllegalStateException("no connection within PT15S: java.io.IOException"));
        begin(Optional.empty()).assertValue(RunResult.bad("not connected: no connection within 15 s"));
    }
}
