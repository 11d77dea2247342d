package io.github.streamlifecycle.examples.guard.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.server.GuardServer;
import io.github.streamlifecycle.examples.guard.server.Http;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The console in a real browser, beside a guard server and the double. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ConsoleLiveTest {
    private static Optional<ConsoleBrowser> found = Optional.empty();

    private final Map<String, String> environment = new HashMap<>();
    private ConsoleBrowser browser;
    private LiveKitDouble livekit;
    private LiveKit client;
    private GuardServer server;
    private String url;

    @BeforeAll
    static void findBrowser() {
        found = ConsoleBrowser.start();
        assumeTrue(found.isPresent(), "no Chromium is installed");
    }

    @AfterAll
    static void closeBrowser() {
        found.ifPresent(ConsoleBrowser::close);
    }

    @BeforeEach
    void start() throws Exception {
        browser = found.orElseThrow();
        browser.size(1280, 800);
        int open = Http.freePort();
        int admin = Http.freePort();
        url = "http://127.0.0.1:" + admin + "/";
        livekit = LiveKitDouble.builder()
                .speed(2)
                .webhookTo(URI.create("http://127.0.0.1:" + open + "/livekit/webhook"))
                .start();
        client = LiveKit.connect(livekit.url(), livekit.apiKey(), livekit.apiSecret());
        environment.putAll(Map.of(
                "LIVEKIT_URL", livekit.url(),
                "LIVEKIT_API_KEY", livekit.apiKey(),
                "LIVEKIT_API_SECRET", livekit.apiSecret(),
                "GUARD_BIND", "127.0.0.1",
                "GUARD_PORT", Integer.toString(open),
                "GUARD_ADMIN_PORT", Integer.toString(admin)));
        server = GuardServer.start(GuardConfig.of(environment));
    }

    @AfterEach
    void close() {
        browser.open("about:blank");
        server.close();
        client.close();
        livekit.close();
    }

    private void restart(String... more) throws Exception {
        server.close();
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        server = GuardServer.start(GuardConfig.of(environment));
    }

    private RoomMember live() {
        RoomMember host = livekit.joinAndPublish("my-room", "ada");
        livekit.join("my-room", "viewer");
        client.egress()
                .start("my-room", RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .blockingGet();
        livekit.awaitLive("my-room");
        return host;
    }

    @Test
    void hostLeavesAndTheListCountsDownToTheStop() throws Exception {
        restart("GUARD_GRACE", "8s");
        RoomMember host = live();
        browser.open(url);
        browser.awaitText(".row .badge", "Host is there");
        assertThat(browser.text(".row .host")).isEqualTo("host ada");
        browser.run("window.heads = new Set(); setInterval(() =>"
                + " heads.add(document.querySelector('.row .head')?.textContent), 50)");
        host.leave();
        browser.awaitText(".row .badge", "Stopped");
        assertThat(browser.run("return [...heads].filter(text => /^stops in \\d\\.\\d s$/.test(text)).length"))
                .asString()
                .satisfies(times -> assertThat(Integer.parseInt(times)).isGreaterThan(2));
        browser.awaitText(".overview", "1 host left");
        browser.run("document.querySelector('.name').click()");
        browser.awaitText(".timeline", "stopped by the guard");
        assertThat(browser.text(".timeline")).contains("Host: left or was removed.", "Stops egress EG_");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void hostThatReturnsKeepsItsEgress() throws Exception {
        restart("GUARD_GRACE", "1h");
        RoomMember host = live();
        browser.open(url);
        browser.awaitText(".row .badge", "Host is there");
        host.leave();
        browser.awaitText(".row .badge", "Host suspected");
        livekit.joinAndPublish("my-room", "ada");
        browser.awaitText(".row .badge", "Host is there");
        browser.awaitText(".row .head", "goes on");
        assertThat(livekit.calls("StopEgress")).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void ownStopIsAskedTwice() throws Exception {
        live();
        browser.open(url + "#/room/my-room");
        browser.awaitText(".card", "Stop this egress");
        browser.click(".card .danger");
        browser.awaitText("dialog[open]", "Stop this egress?");
        browser.click("dialog .buttons button:first-child");
        assertThat(livekit.calls("StopEgress")).isEmpty();
        browser.click(".card .danger");
        browser.awaitText("dialog[open]", "my-room");
        browser.click("dialog .danger");
        browser.awaitText(".timeline", "by the operator: the egress was seen to end");
        browser.awaitText(".outlook", "not by the guard");
        browser.until("no button for what has ended", () -> browser.count(".card") == 0);
        assertThat(browser.run("return document.activeElement.id")).isEqualTo("main");
        assertThat(livekit.calls("StopEgress")).hasSize(1);
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void restartIsSeenAndSurvived() throws Exception {
        live();
        browser.open(url);
        browser.awaitText(".row .badge", "Host is there");
        browser.awaitText("#link", "Live");
        server.close();
        browser.awaitText("#link", "Stale");
        server = GuardServer.start(GuardConfig.of(environment));
        browser.until(
                "live again",
                () -> browser.text("#link").equals("● Live")
                        || browser.text("#link").equals("Live"));
        browser.awaitText(".row .badge", "Host is there");
        assertThat(browser.complaints()).allMatch(message -> message.contains("net::ERR_"));
    }

    @Test
    void loginLetsIn() throws Exception {
        restart("GUARD_ADMIN_TOKEN", "correct-horse-battery-staple");
        browser.open(url);
        browser.find("#token").sendKeys("correct-horse-battery-staple\n");
        browser.awaitText("#link", "Live");
        assertThat(browser.run("return document.cookie")).isEqualTo("");
        browser.click("#logout");
        browser.awaitText("label", "GUARD_ADMIN_TOKEN");
        assertThat(browser.complaints()).isEmpty();
    }
}
