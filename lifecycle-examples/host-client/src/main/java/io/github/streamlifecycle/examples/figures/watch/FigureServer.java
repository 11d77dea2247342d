package io.github.streamlifecycle.examples.figures.watch;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitDoubleProcess;
import io.livekit.server.AccessToken;
import io.livekit.server.Agent;
import io.livekit.server.CanPublish;
import io.livekit.server.CanPublishData;
import io.livekit.server.CanSubscribe;
import io.livekit.server.Hidden;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomName;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server to measure against: the one that LIVEKIT_URL names, otherwise a double in a process of its own. */
final class FigureServer implements AutoCloseable {
    private static final String URL = "LIVEKIT_URL";
    private static final String KEY = "LIVEKIT_API_KEY";
    private static final String SECRET = "LIVEKIT_API_SECRET";

    private final Map<String, String> access;
    private final @Nullable LiveKitDoubleProcess embedded;

    private FigureServer(Map<String, String> access, @Nullable LiveKitDoubleProcess embedded) {
        this.access = access;
        this.embedded = embedded;
    }

    static FigureServer fromEnvironment() {
        Map<String, String> environment = System.getenv();
        if (!environment.getOrDefault(URL, "").isBlank()) {
            return new FigureServer(
                    Map.of(
                            URL,
                            environment.get(URL),
                            KEY,
                            required(environment, KEY),
                            SECRET,
                            required(environment, SECRET)),
                    null);
        }
        LiveKitDoubleProcess embedded = LiveKitDoubleProcess.start();
        return new FigureServer(
                Map.of(
                        URL,
                        embedded.url(),
                        KEY,
                        LiveKitDouble.DEFAULT_API_KEY,
                        SECRET,
                        LiveKitDouble.DEFAULT_API_SECRET),
                embedded);
    }

    private static String required(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name))
                .orElseThrow(() -> new IllegalArgumentException(URL + " is set, but " + name + " is not"));
    }

    /** Returns whether this is the double, which knows no publishers but those over WHIP. */
    boolean isDouble() {
        return embedded != null;
    }

    URI url() {
        return URI.create(access.get(URL));
    }

    LiveKit connect() {
        return LiveKit.connect(access.get(URL), access.get(KEY), access.get(SECRET));
    }

    /** Lets a child process find this server, too. */
    void nameIn(Map<String, String> environment) {
        environment.putAll(access);
    }

    String watchToken(String room) {
        AccessToken token = token("figures-watcher", room);
        token.addGrants(new CanPublish(false), new CanPublishData(false), new Hidden(true), new Agent(true));
        return token.toJwt();
    }

    /** Returns the token of a host that only publishes, so that its state depends on that connection alone. */
    String publishToken(String room) {
        AccessToken token = token(HostProcess.IDENTITY, room);
        token.addGrants(new CanPublish(true), new CanSubscribe(false));
        return token.toJwt();
    }

    private AccessToken token(String identity, String room) {
        AccessToken token = new AccessToken(access.get(KEY), access.get(SECRET));
        token.setIdentity(identity);
        token.addGrants(new RoomJoin(true), new RoomName(room));
        return token;
    }

    @Override
    public String toString() {
        return embedded == null
                ? "the LiveKit server at " + url()
                : "the embedded double, since LIVEKIT_URL is not set";
    }

    @Override
    public void close() {
        if (embedded != null) {
            embedded.close();
        }
    }
}
