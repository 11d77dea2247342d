package io.github.streamlifecycle.livekit.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.browser.BrowserTab;
import io.github.streamlifecycle.livekit.browser.Chromium;
import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.Observation.Lease;
import io.github.streamlifecycle.livekit.server.Signed;
import io.github.streamlifecycle.livekit.server.lease.LeaseServer.Answered;
import io.github.streamlifecycle.livekit.server.lease.LeaseServer.Told;
import io.github.streamlifecycle.livekit.server.lease.LeaseServer.Way;
import io.github.streamlifecycle.livekit.server.webhook.Fused;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** A tab whose page publishes over WHIP to a double, and keeps a lease by {@code lease.js}. */
final class HostInBrowser implements AutoCloseable {
    static final Answered KEPT_BY_SOCKET = new Answered(Way.SOCKET, LeaseReply.KEPT);
    static final Answered KEPT_BY_POST = new Answered(Way.POST, LeaseReply.KEPT);

    final BrowserTab tab;
    private final String room = "lease-" + UUID.randomUUID();
    private final LeaseServer leases;

    HostInBrowser(Chromium chromium, LeaseServer leases) {
        this(chromium, leases, leases);
    }

    /** A host whose page comes from another origin than the one that takes its lease. */
    HostInBrowser(Chromium chromium, LeaseServer page, LeaseServer leases) {
        this.leases = leases;
        this.tab = chromium.open(page.url());
    }

    void publish(LiveKitDouble livekit) {
        tab.publish(livekit.url(), token(Instant.now()));
    }

    /** Begins a lease at a URL, and keeps it from now on. */
    void beginLease(String url) {
        tab.run("return keep(...arguments)", url, token(Instant.now()));
    }

    /** Publishes, and keeps a lease over a WebSocket. */
    void keepLease(LiveKitDouble livekit) {
        publish(livekit);
        beginLease("/lease");
        leases.awaitSocket();
    }

    String token(Instant from) {
        return Signed.host(room, "host", from);
    }

    static Predicate<Observation> lease(LeaseSign sign) {
        return seen -> seen instanceof Lease lease && lease.sign() == sign;
    }

    static boolean isRenewal(Observation seen) {
        return lease(LeaseSign.RENEWED).test(seen);
    }

    /** Waits for renewals without another sign between them, however long a busy machine takes. */
    void awaitRenewals(int inARow) {
        int mark = leases.mark();
        leases.await(mark, seen -> {
            List<Told> told = leases.told();
            int from = told.size() - inARow;
            return from >= mark && told.stream().skip(from).allMatch(one -> isRenewal(one.what()));
        });
    }

    void assertPresence(Presence expected) {
        Fused fused = new Fused();
        for (Told told : leases.told()) {
            fused.on(told.what(), told.what().origin().atMillis());
        }
        assertThat(fused.view(room).host().presence()).contains(expected);
    }

    @Override
    public void close() {
        tab.close();
    }
}
