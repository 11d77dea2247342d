package io.github.streamlifecycle.livekit.server.lease;

import static io.github.streamlifecycle.livekit.server.lease.HostInBrowser.KEPT_BY_POST;
import static io.github.streamlifecycle.livekit.server.lease.HostInBrowser.KEPT_BY_SOCKET;
import static io.github.streamlifecycle.livekit.server.lease.HostInBrowser.lease;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.browser.Chromium;
import io.github.streamlifecycle.livekit.browser.WithChromium;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation.Blind;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.lease.LeaseServer.Answered;
import io.github.streamlifecycle.livekit.server.lease.LeaseServer.Way;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ways by which {@code lease.js} in a real browser gets through to its receiver. */
@WithChromium
class LeaseChannelsInBrowserTest {
    private static LiveKitDouble livekit;

    @BeforeAll
    static void startLiveKit() {
        livekit = LiveKitDouble.builder().start();
    }

    @AfterAll
    static void stopLiveKit() {
        livekit.close();
    }

    private static LeaseServer server() {
        return new LeaseServer(listener -> LeaseReceiver.start(Signed.KEYS, listener));
    }

    /** A receiver that never looks at its clock, so that a busy machine's hosts are not silent. */
    private static LeaseServer withoutSilence(InstantSource wallClock) {
        return new LeaseServer(listener -> new LeaseReceiver(Signed.KEYS, listener, wallClock, System::nanoTime));
    }

    @Test
    void crashedTabClosesItsSocket(Chromium chromium) {
        try (LeaseServer leases = withoutSilence(InstantSource.system());
                HostInBrowser host = new HostInBrowser(chromium, leases)) {
            host.keepLease(livekit);
            int mark = leases.mark();
            long start = System.nanoTime();
            host.tab.crash();
            long nanos = leases.await(mark, lease(LeaseSign.SOCKET_CLOSED)).nanos() - start;
            System.out.println("a crashed tab's socket closed after " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
            host.assertPresence(Presence.SUSPECT);
        }
    }

    @Test
    void receiverThatRestartsIsFoundAgain(Chromium chromium) {
        try (LeaseServer leases = server();
                HostInBrowser host = new HostInBrowser(chromium, leases)) {
            host.keepLease(livekit);
            leases.restart();
            assertThat(leases.told()).anyMatch(told -> told.what() instanceof Blind);
            leases.await(leases.mark(), HostInBrowser::isRenewal);
            leases.awaitAnswers(1, KEPT_BY_SOCKET);
            host.assertPresence(Presence.UP);
        }
    }

    @Test
    void expiredTokenRenewsButBeginsNone(Chromium chromium) {
        AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
        try (LeaseServer leases = withoutSilence(() -> Instant.now().plus(later.get()));
                HostInBrowser host = new HostInBrowser(chromium, leases)) {
            host.keepLease(livekit);
            later.set(Duration.ofHours(7));
            leases.awaitAnswers(2, KEPT_BY_SOCKET);
            leases.restart();
            leases.awaitAnswers(1, new Answered(Way.POST, LeaseReply.UNAUTHORIZED));
            int refused = leases.mark();
            host.tab.run("window.token = arguments[0]", host.token(Instant.now().plus(later.get())));
            leases.await(refused, HostInBrowser::isRenewal);
        }
    }

    /** From a page of another origin, which the receiver has to let read its answers. */
    @Test
    void withoutWebSocketsItGoesByPost(Chromium chromium) {
        try (LeaseServer page = server();
                LeaseServer leases = server();
                HostInBrowser host = new HostInBrowser(chromium, page, leases)) {
            leases.refuseSockets();
            host.publish(livekit);
            host.beginLease(leases.url() + "lease");
            leases.awaitAnswers(3, KEPT_BY_POST);
            host.assertPresence(Presence.UP);
            int mark = leases.mark();
            host.tab.run("location.href = 'about:blank'");
            leases.await(mark, lease(LeaseSign.GOODBYE));
            host.assertPresence(Presence.DOWN);
            assertThat(page.answers()).isEmpty();
            assertThat(leases.answers()).doesNotContain(KEPT_BY_SOCKET);
        }
    }
}
