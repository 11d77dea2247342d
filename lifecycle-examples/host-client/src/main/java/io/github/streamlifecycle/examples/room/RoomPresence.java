package io.github.streamlifecycle.examples.room;

import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.room.Sighting;
import io.github.streamlifecycle.livekit.server.ApiKeys;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.MediaWatch;
import io.livekit.server.AccessToken;
import io.livekit.server.Agent;
import io.livekit.server.CanPublish;
import io.livekit.server.Hidden;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomName;
import io.reactivex.rxjava3.core.Flowable;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Prints the presence of a room's host, with the source that decided and the time: a browser tab that runs none of our
 * code publishes over WHIP, and is killed. Needs a server, named by LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET,
 * that posts its webhooks to port 9999 ({@code /hook}), and Chromium.
 */
public final class RoomPresence {
    private static final int HOOK_PORT = 9999;
    private static final long PUBLISHES_SECONDS = 10;
    private static final long SEEN_WITHIN_SECONDS = 60;

    private final URI url = URI.create(System.getenv("LIVEKIT_URL"));
    private final String apiKey = System.getenv("LIVEKIT_API_KEY");
    private final String apiSecret = System.getenv("LIVEKIT_API_SECRET");
    private final String room = "presence-" + UUID.randomUUID();

    private RoomPresence() {}

    /**
     * Runs for about half a minute.
     *
     * @param args none
     * @throws IOException if port 9999 is taken, or the browser does not start
     * @throws InterruptedException never
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        new RoomPresence().run();
        System.exit(0);
    }

    /** The whole of it: two sources, joined to one view of the room. */
    private Flowable<Sighting> host(Flowable<Observation> webhooks) {
        RoomWatch.Target target = new RoomWatch.Target(room, url, this::watchToken, participant -> true);
        RoomView nothingYet = RoomView.of(room, HostRule.anyPublisher());
        return Flowable.merge(MediaWatch.with(HeadlessWebRtc.factory()).watch(target), webhooks)
                .scan(nothingYet, (view, observation) -> view.on(observation, System.currentTimeMillis()))
                .map(RoomView::host)
                .distinctUntilChanged((one, next) ->
                        one.reason() == next.reason() && one.source().equals(next.source()));
    }

    private String watchToken() {
        AccessToken token = token("watcher");
        token.addGrants(new CanPublish(false), new Hidden(true), new Agent(true));
        return token.toJwt();
    }

    private AccessToken token(String identity) {
        AccessToken token = new AccessToken(apiKey, apiSecret);
        token.setIdentity(identity);
        token.addGrants(new RoomJoin(true), new RoomName(room));
        return token;
    }

    private void run() throws IOException, InterruptedException {
        Timeline timeline = new Timeline();
        try (WebServer web = new WebServer(HOOK_PORT, ApiKeys.of(apiKey, apiSecret))) {
            host(web.webhooks(room).doOnNext(timeline::printEnd)).subscribe(timeline::print);
            URI page = web.hostPage(url, token("host").toJwt());
            try (BrowserHost host = BrowserHost.open(page)) {
                timeline.awaitUp(SEEN_WITHIN_SECONDS);
                TimeUnit.SECONDS.sleep(PUBLISHES_SECONDS);
                timeline.begin("the browser is killed with SIGKILL");
                host.kill();
                timeline.awaitDown(SEEN_WITHIN_SECONDS);
            }
        }
    }
}
