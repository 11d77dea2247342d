package io.github.streamlifecycle.livekit.server.lease;

import static io.github.streamlifecycle.livekit.server.lease.HostInBrowser.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.browser.BrowserTab;
import io.github.streamlifecycle.livekit.browser.Chromium;
import io.github.streamlifecycle.livekit.browser.WithChromium;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.LeaseMediaDown;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/**
 * The ways in which a host in a real browser ends, or seems to: what {@code lease.js} says, and what its receiver observes.
 *
 * <p>Not covered: the stricter throttling that Chromium begins after five minutes in the background, from which pages
 * with a live WebRTC connection are exempt (docs/lease.md has a measurement by hand); a page that comes back from the
 * browser's cache; other browsers.
 */
@WithChromium
class LeaseInBrowserTest {
    private static LiveKitDouble livekit;

    private final Chromium chromium;
    private final String test;
    private final LeaseServer leases = new LeaseServer(listener -> LeaseReceiver.start(Signed.KEYS, listener));
    private final HostInBrowser host;
    private int mark;
    private long start;

    LeaseInBrowserTest(Chromium chromium, TestInfo test) {
        this.chromium = chromium;
        this.test = test.getDisplayName();
        this.host = new HostInBrowser(chromium, leases);
    }

    @BeforeAll
    static void startLiveKit() {
        livekit = LiveKitDouble.builder().start();
    }

    @AfterAll
    static void stopLiveKit() {
        livekit.close();
    }

    @AfterEach
    void end() {
        chromium.wake();
        host.close();
        leases.close();
    }

    /** Brings the host up; what is seen counts from now on. */
    private void keepLease() {
        host.keepLease(livekit);
        host.assertPresence(Presence.UP);
        mark = leases.mark();
        start = System.nanoTime();
    }

    /** Waits for an observation, and prints how long it took. */
    private void sees(Predicate<Observation> wanted) {
        long nanos = leases.await(mark, wanted).nanos() - start;
        System.out.println(test + " seen after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
    }

    private static Predicate<Observation> mediaDown(String reason) {
        return seen -> seen instanceof LeaseMediaDown down && down.reason().equals(reason);
    }

    @Test
    void closedTabSaysGoodbye() {
        keepLease();
        host.tab.close();
        sees(lease(LeaseSign.GOODBYE));
        host.assertPresence(Presence.DOWN);
    }

    @Test
    void pageThatIsLeftSaysGoodbye() {
        keepLease();
        host.tab.run("location.href = 'about:blank'");
        sees(lease(LeaseSign.GOODBYE));
        host.assertPresence(Presence.DOWN);
    }

    @Test
    void hostThatIsOfflineFallsSilentAndComesBack() {
        host.tab.controlNetwork();
        keepLease();
        host.tab.setOnline(false);
        sees(lease(LeaseSign.SILENT));
        host.assertPresence(Presence.SUSPECT);
        host.tab.setOnline(true);
        host.awaitRenewals(2);
        host.assertPresence(Presence.UP);
    }

    @Test
    void sleepingLaptopFallsSilentAndComesBack() {
        keepLease();
        chromium.sleep();
        sees(lease(LeaseSign.SILENT));
        host.assertPresence(Presence.SUSPECT);
        chromium.wake();
        host.awaitRenewals(1);
        host.assertPresence(Presence.UP);
    }

    @Test
    void hiddenTabKeepsItsLease() {
        BrowserTab other = chromium.open(leases.url());
        keepLease();
        chromium.hide();
        try {
            assertThat(host.tab.run("return document.visibilityState")).isEqualTo("hidden");
            other.run("countTicks()");
            host.awaitRenewals(4);
            assertThat(other.run("return String(ticksPerSecond())"))
                    .as("ticks of a hidden page's timer, which asks for four a second")
                    .asString()
                    .satisfies(ticks -> assertThat(Double.parseDouble(ticks)).isLessThan(2));
        } finally {
            chromium.show();
            other.close();
        }
    }

    @Test
    void closedConnectionIsInDoubtAtOnce() {
        keepLease();
        host.tab.run("connection.close()");
        sees(mediaDown("closed"));
        host.assertPresence(Presence.SUSPECT);
    }

    @Test
    void cameraThatIsLostIsInDoubtAtOnce() {
        keepLease();
        host.tab.takeCamera();
        sees(mediaDown("track ended"));
        host.assertPresence(Presence.SUSPECT);
    }

    /** The camera stands in for a screen: headless, a browser has none to share. */
    @Test
    void sharedScreenThatEndsIsNoSign() {
        keepLease();
        host.tab.run("connection.getSenders()[0].track.getSettings = () => ({ displaySurface: 'monitor' })");
        host.tab.takeCamera();
        host.awaitRenewals(2);
        assertStillPublishes();
    }

    @Test
    void cameraThatItsHostStopsIsNoSign() {
        keepLease();
        host.tab.run("connection.getSenders()[0].track.stop()");
        host.awaitRenewals(2);
        assertStillPublishes();
    }

    private void assertStillPublishes() {
        host.assertPresence(Presence.UP);
        assertThat(leases.told()).noneMatch(told -> told.what() instanceof LeaseMediaDown);
    }
}
