package io.github.streamlifecycle.examples.guard.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.streamlifecycle.examples.guard.console.ConsoleBrowser;
import io.github.streamlifecycle.examples.guard.console.ConsoleBrowser.Network;
import io.github.streamlifecycle.examples.guard.server.Http;
import io.github.streamlifecycle.livekit.testkit.ApiCall;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The host's page and the console in a real browser: a real publish, lease and media watch, all of them seen in the console.
 * LiveKit is its double, named by {@code LIVEKIT_URL} as a real one would be.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BrowserHostTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;</b>";
    private static final String SHORT = "3s";
    private static final String LONG = "1h";

    private static final Map<String, String> ENVIRONMENT = new HashMap<>();
    private static Optional<ConsoleBrowser> found = Optional.empty();
    private static LiveKitDouble livekit;
    private static BrowserStage stage;

    private final ConsoleBrowser browser = found.orElseThrow();
    private final List<String> hosts = new ArrayList<>();
    private final String console = browser.tab();

    @BeforeAll
    static void start() throws Exception {
        found = ConsoleBrowser.start();
        assumeTrue(found.isPresent(), "no Chromium is installed");
        int open = Http.freePort();
        livekit = LiveKitDouble.builder()
                .webhookTo(URI.create("http://127.0.0.1:" + open + "/livekit/webhook"))
                .start();
        ENVIRONMENT.putAll(Map.of(
                "LIVEKIT_URL", livekit.url(),
                "LIVEKIT_API_KEY", livekit.apiKey(),
                "LIVEKIT_API_SECRET", livekit.apiSecret(),
                "GUARD_PORT", Integer.toString(open),
                "GUARD_ADMIN_PORT", Integer.toString(Http.freePort())));
        open(SHORT);
    }

    private static void open(String grace) throws Exception {
        ENVIRONMENT.put("GUARD_GRACE", grace);
        stage = BrowserStage.open(ENVIRONMENT);
    }

    /** Starts the guard server anew if its grace period is another one. */
    private static void need(String grace) throws Exception {
        if (!grace.equals(ENVIRONMENT.get("GUARD_GRACE"))) {
            stage.close();
            open(grace);
        }
    }

    @AfterAll
    static void end() {
        found.ifPresent(ConsoleBrowser::close);
        if (stage != null) {
            stage.close();
            livekit.close();
        }
    }

    /** Opens a page in a tab, and goes live by one click. */
    private String goLive(String room, String... first) {
        String tab = browser.openTab(
                stage.hostPage() + "?room=" + URLEncoder.encode(room, StandardCharsets.UTF_8) + "&identity=ada");
        hosts.add(tab);
        browser.until("the page is ready", () -> browser.find("#live").isEnabled());
        browser.network(Network.ON); // so that what is opened from now on can be cut
        List.of(first).forEach(browser::click);
        browser.click("#live");
        browser.awaitText("#now", "You are live.");
        return tab;
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(browser.complaints()).allMatch(said -> said.contains("net::ERR_"), "a network that was cut");
        hosts.forEach(tab -> {
            browser.toTab(tab);
            browser.closeTab(console);
        });
        browser.open("about:blank");
    }

    /** The row of a room in the console's list, which is looked at afterwards. */
    private String row(String room) {
        browser.toTab(console);
        return ".row:has(a[href=\"#/room/" + URLEncoder.encode(room, StandardCharsets.UTF_8) + "\"])";
    }

    private void openConsole() {
        browser.toTab(console);
        browser.size(1280, 900);
        browser.open(stage.console().toString());
    }

    /** Waits until the strip of a row says something of its lanes. */
    private void awaitLanes(String row, String says) {
        browser.awaitAttribute(row + " .strip svg", "aria-label", says);
    }

    /** A watch that receives a host needs three seconds to learn how its media come; silence before that is no sign. */
    private void awaitKnownCadence() {
        long known = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        browser.until("the cadence is known", () -> System.nanoTime() > known);
    }

    /** In the light and in the dark, on a desk and on a phone; docs/images has a copy of the first picture. */
    private void pageIsForEverybody() throws Exception {
        Path pictures = Path.of("target", "screenshots");
        for (String scheme : List.of("dark", "light")) {
            browser.dark(scheme);
            browser.size(390, 844);
            assertThat(browser.run("return document.documentElement.scrollWidth"))
                    .isEqualTo(390L);
            browser.screenshot(pictures.resolve("host-phone-" + scheme + ".png"));
            browser.size(1280, 960);
            assertThat(browser.barriers()).as(scheme).isEmpty();
            browser.screenshot(pictures.resolve("host-" + scheme + ".png"));
        }
    }

    private List<ApiCall> stops() {
        return livekit.calls("StopEgress");
    }

    @Test
    void crashedTabsAreMissedWithAndWithoutALease() throws Exception {
        need(SHORT);
        int before = stops().size();
        openConsole();
        String bare = goLive("without-lease", "#bare");
        String leased = goLive("my-show");
        pageIsForEverybody();
        String withLease = row("my-show");
        String without = row("without-lease");
        for (String row : List.of(withLease, without)) {
            browser.awaitText(row + " .badge", "Host is there");
            awaitLanes(row, "watch there");
        }
        awaitLanes(withLease, "lease there");
        awaitLanes(without, "lease unknown");
        awaitKnownCadence();
        browser.run("window.heads = {}; setInterval(() => document.querySelectorAll('.row').forEach(row =>"
                + " (heads[row.querySelector('.name').textContent] ??= new Set())"
                + ".add(row.querySelector('.badge').textContent + ' ' + row.querySelector('.head').textContent)), 50)");
        for (String tab : List.of(bare, leased)) {
            browser.toTab(tab);
            browser.crash();
        }
        for (String room : List.of("my-show", "without-lease")) {
            browser.awaitText(row(room) + " .badge", "Stopped");
            assertThat(browser.run(
                            "return [...heads[arguments[0]]].filter(text => /^Host suspected stops in \\d\\.\\d s$/.test(text))"
                                    + ".length",
                            room))
                    .as("steps of the countdown of " + room)
                    .asString()
                    .satisfies(steps -> assertThat(Integer.parseInt(steps)).isGreaterThan(2));
        }
        assertThat(stops().stream().map(ApiCall::egressId).distinct()).hasSize(stops().size());
        assertThat(stops()).hasSize(before + 2);
        browser.follow("#/room/my-show");
        browser.awaitText(".timeline", "stopped by the guard");
        assertThat(browser.text(".timeline"))
                .contains("connection of the lease closed without a goodbye", "media have stopped arriving");
    }

    @Test
    void hostEndsItsShowWithHostileNames() {
        int before = stops().size();
        openConsole();
        String host = goLive(HOSTILE);
        assertThat(browser.run("return document.getElementById('room').textContent"))
                .isEqualTo(HOSTILE);
        assertThat(browser.text(".facts")).contains("connected", "renewed every second", "live (EG_", " packets, ");
        String room = browser.find("#console").getAttribute("href");
        browser.toTab(console);
        browser.open(room);
        browser.awaitText(".readings", "lease is renewed");
        browser.awaitText(".outlook", "goes on");
        assertThat(browser.run("return document.querySelector('.roomhead h2').textContent"))
                .isEqualTo(HOSTILE);
        assertThat(browser.count("img")).isZero();
        browser.toTab(host);
        browser.click("#end");
        browser.awaitText("#now", "You ended it yourself");
        browser.toTab(console);
        browser.awaitText(".outlook", "not by the guard");
        assertThat(browser.text(".timeline")).doesNotContain("Stops egress").contains("not by the guard");
        assertThat(stops()).hasSize(before + 1);
    }

    @Test
    void networkThatHealsInTimeStopsNothing() throws Exception {
        openConsole();
        browser.awaitText("#link", "Live");
        stage.close();
        browser.awaitText("#link", "Stale");
        open(LONG);
        browser.awaitText("#link", "Live");
        int before = stops().size();

        String host = goLive("healed");
        String row = row("healed");
        awaitLanes(row, "watch there, lease there");
        awaitKnownCadence();
        browser.toTab(host);
        browser.click("#freeze");
        browser.awaitText("#now", "You are connected, but send nothing.");
        browser.network(Network.OFF);
        browser.toTab(console);
        browser.awaitText(row + " .badge", "Host suspected");
        browser.awaitText(row + " .head", "stops in");
        awaitLanes(row, "watch suspected, lease suspected");
        browser.toTab(host);
        browser.network(Network.ON);
        browser.click("#freeze");
        browser.toTab(console);
        browser.awaitText(row + " .badge", "Host is there");
        browser.awaitText(row + " .head", "goes on");
        awaitLanes(row, "watch there, lease there");
        assertThat(stops()).hasSize(before);
    }
}
