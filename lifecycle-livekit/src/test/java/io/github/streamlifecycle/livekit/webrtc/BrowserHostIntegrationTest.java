package io.github.streamlifecycle.livekit.webrtc;

import static io.github.streamlifecycle.livekit.webrtc.WatchedRoom.media;

import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.browser.BrowserTab;
import io.github.streamlifecycle.livekit.browser.Chromium;
import io.github.streamlifecycle.livekit.browser.WithChromium;
import io.github.streamlifecycle.livekit.room.MediaSign;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a watch sees of a host in a browser that runs no code of ours, on the double and on a real server alike. */
@WithChromium
class BrowserHostIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.Servers#withMedia";

    @ParameterizedTest
    @MethodSource(ALL)
    void tabThatCrashesIsStalled(Server server, Chromium chromium) {
        try (WatchedRoom room = new WatchedRoom(server);
                BrowserTab host = chromium.publish(server.url(), room.hostToken())) {
            room.watch();
            room.awaitSteady();
            int before = room.seen().size();
            long start = System.nanoTime();
            host.crash();
            room.await(before, media(MediaSign.STALLED));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            System.out.println("a crashed tab's media stalled after " + millis + " ms, on the " + server);
        }
    }
}
