package io.github.streamlifecycle.examples.figures.watch;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioDeviceModule;
import dev.onvoid.webrtc.media.audio.AudioLayer;
import io.github.streamlifecycle.examples.host.TestPicture;
import io.github.streamlifecycle.examples.network.UdpRelay;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.webrtc.HeadlessWebRtc;
import io.github.streamlifecycle.livekit.webrtc.WhipClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import livekit.LivekitModels.TrackSource;

/**
 * A process that publishes to some rooms until its standard input ends; it can be killed, or told to cut its network.
 *
 * <p>On standard output it says when each room has its host, and when the process was held up so long that its media
 * paused.
 */
final class HostProcess {
    static final String IDENTITY = "host";
    static final String PUBLISHES = "publishes to ";
    static final String CUT = "cut";

    private final FigureServer server = FigureServer.fromEnvironment();
    private final LiveKit livekit = server.connect();
    private final PeerConnectionFactory factory;
    private final UdpRelay network = new UdpRelay();
    private final Condition condition;

    private HostProcess(Condition condition) {
        this.condition = condition;
        this.factory = condition.hasSound() ? soundFactory() : HeadlessWebRtc.factory();
    }

    /** The headless module records silence, which would mix with the packets of our own sound and end the process. */
    private static PeerConnectionFactory soundFactory() {
        HeadlessWebRtc.factory(); // loads the native library where a part of it is missing
        return new PeerConnectionFactory(new AudioDeviceModule(AudioLayer.kDummyAudio));
    }

    /**
     * Publishes.
     *
     * @param args a {@link Condition} and the names of rooms
     * @throws IOException if standard input breaks
     */
    public static void main(String[] args) throws IOException {
        HoldUps.watch(
                Duration.ofMillis(300),
                took -> System.out.println("host process held up for " + took.toMillis() + " ms"));
        HostProcess host = new HostProcess(Condition.valueOf(args[0]));
        for (String room : List.of(args).subList(1, args.length)) {
            host.publish(room);
            System.out.println(PUBLISHES + room);
        }
        host.network.become(host.condition.network());
        host.obey();
        System.exit(0);
    }

    private void obey() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals(CUT)) {
                network.cut();
            }
        }
    }

    private void publish(String room) {
        switch (condition.media) {
            case CAMERA -> whip(room, List.of(new TestPicture(factory).track()));
            case CAMERA_AND_SOUND ->
                whip(
                        room,
                        List.of(
                                new TestPicture(factory).track(),
                                Sound.thatCeases(factory).track()));
            case SCREEN -> {
                TestPicture screen = new TestPicture(factory);
                Pauses.of(Duration.ofSeconds(40), Duration.ofMinutes(3)).begin(screen::pause, screen::resume);
                new SignalledHost(server, room, factory).publish(Map.of(TrackSource.SCREEN_SHARE, screen.track()));
            }
            case VOICE -> new SignalledHost(server, room, factory).publish(Map.of(TrackSource.MICROPHONE, voice()));
            case CAMERA_AND_VOICE ->
                new SignalledHost(server, room, factory)
                        .publish(Map.of(
                                TrackSource.CAMERA, new TestPicture(factory).track(), TrackSource.MICROPHONE, voice()));
        }
    }

    private MediaStreamTrack voice() {
        return Sound.thatFallsSilent(factory).track();
    }

    private void whip(String room, List<MediaStreamTrack> tracks) {
        WhipClient.to(livekit, room, IDENTITY)
                .mediaThrough(network::addressFor)
                .publish(factory, tracks)
                .blockingGet();
    }
}
