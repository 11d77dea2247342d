package io.github.streamlifecycle.examples.guard.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.Keys;

/** The console's page in a real browser, with made-up rooms. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ConsolePageTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'&amp;</script>\u202Eevil";

    private static Optional<ConsoleBrowser> found = Optional.empty();
    private ConsoleBrowser browser;
    private StubServer server;

    @BeforeAll
    static void start() {
        found = ConsoleBrowser.start();
        assumeTrue(found.isPresent(), "no Chromium is installed");
    }

    @AfterAll
    static void end() {
        found.ifPresent(ConsoleBrowser::close);
    }

    private void show(StubRooms rooms, String fragment) throws Exception {
        browser = found.orElseThrow();
        browser.size(1280, 800);
        browser.dark("light");
        server = new StubServer(rooms);
        browser.open(server.url() + fragment);
    }

    @AfterEach
    void nothingWentWrong() {
        assertThat(browser.complaints()).isEmpty();
        browser.open("about:blank");
        server.close();
    }

    @Test
    void suspectedAndStoppedComeFirst() throws Exception {
        show(StubRooms.some(), "");
        browser.until("eight rooms", () -> browser.count(".row") == 8);
        assertThat(browser.text(".name").lines().toList())
                .containsExactly(
                        "main-stage",
                        "studio-b",
                        "keynote",
                        "podcast",
                        "press-room",
                        "town-hall",
                        "webinar",
                        "workshop-2");
        assertThat(browser.text(".row:first-child .head")).startsWith("stops");
        assertThat(browser.text(".row:nth-child(2) .badge")).isEqualTo("Stopped");
        assertThat(browser.text(".overview")).contains("12", "7 media stalled", "p50 5.31 s", "p95 6.24 s", "Webhooks");
        assertThat(browser.find(".row .strip svg").getAttribute("aria-label"))
                .contains("watch suspected", "webhook there");
    }

    @Test
    void searchFindsHostsAndSlashReachesIt() throws Exception {
        show(StubRooms.some(), "");
        browser.until("rooms", () -> browser.count(".row") == 8);
        browser.find("body").sendKeys("/");
        browser.find("#search").sendKeys("KEYN");
        browser.until("one room", () -> browser.count(".row") == 1);
        assertThat(browser.text(".count")).isEqualTo("1 of 8 rooms");
        browser.find("#search").sendKeys("x");
        browser.awaitText(".empty", "No room matches");
        assertThat(browser.count(".row")).isZero();
    }

    @Test
    void keyboardOpensARoomAndComesBack() throws Exception {
        show(StubRooms.some(), "");
        browser.until("rooms", () -> browser.count(".row") == 8);
        browser.find(".row:first-child .name").sendKeys(Keys.ARROW_DOWN);
        assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("studio-b");
        browser.run("document.activeElement.click()");
        browser.awaitText(".roomhead", "studio-b");
        browser.awaitText(".timeline", "Stops egress EG_MycFwfUfrqEE: media stalled.");
        assertThat(browser.text(".figures")).contains("by watch", "5.00 s later", "15.5 to 16.9 s");
        browser.find("body").sendKeys(Keys.ESCAPE);
        browser.until("the list", () -> browser.count(".row") == 8);
    }

    @Test
    void hostileNamesAreText() throws Exception {
        show(StubRooms.named(HOSTILE), "");
        browser.until("a room", () -> browser.count(".row") == 1);
        assertThat(browser.run("return document.querySelector('.name').textContent"))
                .isEqualTo(HOSTILE);
        browser.run("document.querySelector('.name').click()");
        browser.awaitText(".timeline", "Stops egress");
        assertThat(browser.run("return document.querySelector('.roomhead h2').textContent"))
                .isEqualTo(HOSTILE);
        assertThat(browser.count("img, main script")).isZero();
        assertThat(browser.run("return document.title")).asString().startsWith("<img");
    }

    @Test
    void replicasAreShownAndOneThatIsOutOfReach() throws Exception {
        StubRooms rooms = StubRooms.some().sharedWith(HOSTILE, "reached");
        show(rooms, "");
        String line = "document.querySelector('.health li:last-child')";
        browser.awaitText(".health li:last-child", "Replicas");
        assertThat(browser.run("return " + line + ".lastChild.textContent"))
                .isEqualTo("2: 10.0.0.1:25520 (this one) up, 5 rooms; " + HOSTILE
                        + " up, 3 rooms. 4 rooms moved here, 1 away");
        assertThat(browser.run("return " + line + ".dataset.tone")).isEqualTo("well");
        rooms.sharedWith(HOSTILE, "out_of_reach");
        browser.awaitText(".health li:last-child", "part of the cluster is out of reach");
        assertThat(browser.run("return " + line + ".textContent"))
                .asString()
                .startsWith("Replicasfailingpart of the cluster is out of reach: " + HOSTILE + ". 2: 10.0.0.1:25520 (");
        for (String scheme : List.of("light", "dark")) {
            browser.dark(scheme);
            assertThat(browser.barriers()).as(scheme).isEmpty();
        }
        browser.size(390, 844);
        assertThat(browser.run("return document.documentElement.scrollWidth"))
                .as("names of any length wrap")
                .isEqualTo(390L);
        browser.follow("#/room/main-stage");
        browser.awaitText(".roomhead", "guarded at");
        assertThat(browser.run("return document.querySelector('.roomhead').textContent"))
                .asString()
                .contains("guarded at " + HOSTILE);
        assertThat(browser.count("img, main script")).isZero();
    }

    @Test
    void thousandRoomsAreARowForEachInSight() throws Exception {
        StubRooms rooms = StubRooms.many(1_000);
        show(rooms, "");
        browser.awaitText(".count", "1000 rooms");
        browser.awaitText(".row:first-child .badge", "Host suspected");
        assertThat(browser.count(".row")).isBetween(5, 40);
        int before = server.asked.get();
        Object elements = browser.run("return document.getElementsByTagName('*').length");
        browser.until("a dozen changes", () -> server.asked.get() > before + 12);
        assertThat(browser.run("return document.getElementsByTagName('*').length"))
                .as("a page that is left open does not grow")
                .isEqualTo(elements);
        assertThat(rooms.suspected()).isGreaterThan(200);
        browser.until(
                "as many are suspected as the server says",
                () -> browser.text(".overview section:nth-child(3) .number").equals(Long.toString(rooms.suspected())));
        browser.run("scrollTo(0, document.body.scrollHeight)");
        browser.awaitText(".name", "room-0999");
        assertThat(browser.count(".row")).isLessThan(40);
        assertThat(browser.run("return document.querySelector('.row').getAttribute('aria-setsize')"))
                .isEqualTo("1000");
    }

    @Test
    void stateIsAFunctionOfWhatHappened() throws Exception {
        show(StubRooms.some(), "");
        Object found = browser.run("return Promise.all([import('/state.js'), fetch('/api/console')"
                + ".then(answer => answer.json())]).then(([{ initial, reduce, link, totals }, all]) => {"
                + " const news = (at, more) => ({ type: 'news', at,"
                + "   news: { ...all, at: at + 500, full: false, rooms: [], gone: [], ...more } });"
                + " const first = reduce(initial(), news(1000, { full: true, rooms: all.rooms }));"
                + " const later = reduce(first, news(2000, { gone: ['keynote'] }));"
                + " const searched = reduce(reduce(later, { type: 'search', text: 'STUDIO' }),"
                + "   { type: 'events', status: 'open' });"
                + " return [first.rooms.size, later.rooms.size, searched.order.map(room => room.room).join(),"
                + "   later.offset, totals(later).suspected, link(initial(), 0).tone, link(later, 2000).tone,"
                + "   link(searched, 2000).tone, link(searched, 9000).tone].join(' '); })");
        assertThat(found).isEqualTo("8 7 studio-b 500 1 wait wait live stale");
    }

    @Test
    void stripShowsWhatIsWithinFiveMinutes() throws Exception {
        show(StubRooms.some(), "");
        Object found = browser.run("return import('/strip.js').then(({ pieces }) => JSON.stringify(pieces("
                + "[[0, 'UP'], [400000, 'SUSPECT'], [550000, null], [700000, 'DOWN']], 600000)))");
        assertThat(found)
                .isEqualTo("[{\"begin\":0,\"end\":0.3333333333333333,\"presence\":\"UP\"},"
                        + "{\"begin\":0.3333333333333333,\"end\":0.8333333333333334,\"presence\":\"SUSPECT\"}]");
    }

    @Test
    void fitsAPhone() throws Exception {
        show(StubRooms.some(), "");
        browser.size(390, 844);
        browser.until("rooms", () -> browser.count(".row") > 2);
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
        browser.follow("#/room/studio-b");
        browser.awaitText(".timeline", "Stops egress");
        assertThat(browser.run("return document.documentElement.scrollWidth")).isEqualTo(390L);
    }

    @Test
    void pagesHaveNoBarriers() throws Exception {
        show(StubRooms.some(), "");
        browser.until("rooms", () -> browser.count(".row") == 8);
        for (String scheme : List.of("light", "dark")) {
            browser.dark(scheme);
            browser.follow("#/");
            browser.until("the list", () -> browser.count(".row") > 2);
            assertThat(browser.barriers()).as("list, " + scheme).isEmpty();
            for (String room : List.of("main-stage", "studio-b", "keynote")) {
                browser.follow("#/room/" + room);
                browser.awaitText(".timeline", "Stops egress");
                assertThat(browser.barriers()).as(room + ", " + scheme).isEmpty();
            }
            browser.click(".card .danger");
            browser.awaitText("dialog[open]", "Stop this egress?");
            assertThat(browser.barriers()).as("question, " + scheme).isEmpty();
            browser.click("dialog .buttons button:first-child");
        }
    }

    @Test
    void buttonStaysTheSameWhileNewsArrive() throws Exception {
        show(StubRooms.some(), "#/room/main-stage");
        browser.awaitText(".card", "Stop this egress");
        browser.run("window.button = document.querySelector('.card .danger');"
                + " window.readings = document.querySelector('.readings').textContent");
        browser.until("other readings", () ->
                (Boolean) browser.run("return readings !== document.querySelector('.readings').textContent"));
        assertThat(browser.run("return button === document.querySelector('.card .danger')"))
                .isEqualTo(true);
    }

    @Test
    void dryRunIsSaidAndWhatTheButtonDoesThen() throws Exception {
        show(StubRooms.some().inDryRun(), "#/room/main-stage");
        browser.awaitText("#dry", "Dry run. The guard decides and tells, but stops nothing");
        browser.awaitText(".card", "Stop this egress");
        browser.click(".card .danger");
        browser.awaitText("dialog[open]", "sends no stop, not even yours");
        for (String scheme : List.of("light", "dark")) {
            browser.dark(scheme);
            assertThat(browser.barriers()).as(scheme).isEmpty();
        }
    }

    @Test
    void reportIsTheTimelineAsText() throws Exception {
        show(StubRooms.some(), "#/room/studio-b");
        browser.awaitText(".timeline", "Stops egress");
        Object text = browser.run("return Promise.all([import('/report.js'), fetch('/api/timeline?room=studio-b')"
                + ".then(answer => answer.json())]).then(([report, page]) => report.bugReport('studio-b', page, 0))");
        assertThat(text)
                .asString()
                .startsWith("Room: \"studio-b\"\nCopied: 1970-01-01T00:00:00.000Z")
                .contains("Stop on the wire", "[watch] Host: media have stopped arriving.");
    }

    @Test
    void screenshots() throws Exception {
        // those of docs/images are made here, and copied there by hand after somebody has looked at them
        Path folder = Path.of("target", "screenshots");
        show(StubRooms.some(), "");
        browser.until(
                "rooms",
                () -> browser.count(".row") == 8 && browser.text("#link").equals("Live"));
        browser.size(1280, 960);
        for (String scheme : List.of("light", "dark")) {
            browser.dark(scheme);
            browser.screenshot(folder.resolve("console-" + scheme + ".png"));
        }
        browser.dark("light");
        browser.size(390, 844);
        browser.until("rows of a phone", () -> browser.count(".row") > 2);
        browser.screenshot(folder.resolve("console-phone.png"));
        browser.size(1280, 1010);
        browser.follow("#/room/studio-b");
        browser.awaitText(".timeline", "Stops egress");
        browser.screenshot(folder.resolve("console-room.png"));
        browser.follow("#/room/main-stage");
        browser.awaitText(".card", "Stop this egress");
        browser.click(".card .danger");
        browser.awaitText("dialog[open]", "Stop this egress?");
        browser.screenshot(folder.resolve("console-stop.png"));
        assertThat(Files.size(folder.resolve("console-room.png"))).isPositive();
    }
}
