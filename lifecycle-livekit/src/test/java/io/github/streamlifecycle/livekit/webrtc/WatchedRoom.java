package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onvoid.webrtc.PeerConnectionFactory;
import dev.onvoid.webrtc.media.MediaStreamTrack;
import dev.onvoid.webrtc.media.audio.AudioOptions;
import dev.onvoid.webrtc.media.video.CustomVideoSource;
import dev.onvoid.webrtc.media.video.NativeI420Buffer;
import dev.onvoid.webrtc.media.video.VideoFrame;
import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.room.MediaSign;
import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.room.RoomView;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.livekit.server.AccessToken;
import io.livekit.server.Agent;
import io.livekit.server.CanPublish;
import io.livekit.server.CanPublishData;
import io.livekit.server.Hidden;
import io.livekit.server.RoomJoin;
import io.livekit.server.RoomName;
import io.livekit.server.RoomServiceClient;
import io.livekit.server.VideoGrant;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.TrackInfo;
import org.awaitility.Awaitility;

/** A room of its own on a server, hosts that publish a moving picture or a sound there, and a watch. */
final class WatchedRoom implements AutoCloseable {
    static final String WATCHER = "watcher";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;

    final String name = "watched-" + UUID.randomUUID();
    private final Server server;
    private final LiveKit livekit;
    private final RoomServiceClient rooms;
    private final List<Observation> seen = new CopyOnWriteArrayList<>();
    private final CustomVideoSource source;
    private final Disposable pictures;
    private volatile boolean paused;
    private Disposable watching = Disposable.disposed();

    WatchedRoom(Server server) {
        this.server = server;
        this.livekit = server.connect();
        this.rooms = RoomServiceClient.createClient(
                server.url().replaceFirst("^ws", "http"), server.apiKey(), server.apiSecret());
        HeadlessWebRtc.factory();
        this.source = new CustomVideoSource();
        this.pictures = Schedulers.newThread().schedulePeriodicallyDirect(this::push, 0, 66, TimeUnit.MILLISECONDS);
    }

    private void push() {
        if (!paused) {
            NativeI420Buffer picture = NativeI420Buffer.allocate(WIDTH, HEIGHT);
            byte grey = (byte) (System.nanoTime() >> 26);
            for (int i = 0; i < picture.getDataY().capacity(); i++) {
                picture.getDataY().put(i, grey);
            }
            VideoFrame frame = new VideoFrame(picture, 0, System.nanoTime());
            source.pushFrame(frame);
            frame.release();
        }
    }

    /** The token of a host that publishes by other means. */
    String hostToken() {
        return livekit.publishToken(name, "host", Duration.ofMinutes(1));
    }

    WhipSession publish() {
        return publish("host");
    }

    /** Publishes the picture, with an identity that begins with "host". */
    WhipSession publish(String identity) {
        return publish(identity, HeadlessWebRtc.factory().createVideoTrack("camera", source));
    }

    /** Publishes the silence of the headless audio device: fifty packets a second, and nothing else. */
    WhipSession publishSound() {
        PeerConnectionFactory factory = HeadlessWebRtc.factory();
        return publish("host", factory.createAudioTrack("microphone", factory.createAudioSource(new AudioOptions())));
    }

    private WhipSession publish(String identity, MediaStreamTrack track) {
        return WhipClient.to(livekit, name, identity)
                .connectTimeout(PATIENCE)
                .publish(HeadlessWebRtc.factory(), List.of(track))
                .blockingGet();
    }

    /** Its pictures stand still, and nothing comes over the wire. */
    void pause() {
        paused = true;
    }

    void goOn() {
        paused = false;
    }

    void watch() {
        watch(new Agent(true));
    }

    void watch(VideoGrant dependence) {
        watch(() -> token(dependence));
    }

    /** Watches with tokens that are refused at first. */
    void watchAfterRefusals(int refusals) {
        AtomicInteger left = new AtomicInteger(refusals);
        watch(() -> left.getAndDecrement() > 0 ? "not.a.token" : token(new Agent(true)));
    }

    private void watch(Supplier<String> tokens) {
        RoomWatch.Target target = new RoomWatch.Target(
                name,
                URI.create(server.url()),
                tokens,
                host -> host.key().identity().startsWith("host"));
        watching = Flowable.fromPublisher(
                        MediaWatch.with(HeadlessWebRtc.factory()).watch(target))
                .subscribe(seen::add);
    }

    void stopWatching() {
        watching.dispose();
    }

    private String token(VideoGrant dependence) {
        AccessToken token = new AccessToken(server.apiKey(), server.apiSecret());
        token.setIdentity(WATCHER);
        token.addGrants(
                new RoomJoin(true),
                new RoomName(name),
                new CanPublish(false),
                new CanPublishData(false),
                new Hidden(true),
                dependence);
        return token.toJwt();
    }

    List<ParticipantInfo> participants() {
        try {
            List<ParticipantInfo> all = rooms.listParticipants(name).execute().body();
            return all == null ? List.of() : all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean exists() {
        try {
            var found = rooms.listRooms(List.of(name)).execute().body();
            return found != null && !found.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void muteHost() throws IOException {
        ParticipantInfo host = participants().stream()
                .filter(one -> one.getIdentity().equals("host"))
                .findFirst()
                .orElseThrow();
        TrackInfo track = host.getTracks(0);
        assertThat(rooms.mutePublishedTrack(name, "host", track.getSid(), true)
                        .execute()
                        .isSuccessful())
                .isTrue();
    }

    void removeWatcher() throws IOException {
        assertThat(rooms.removeParticipant(name, WATCHER).execute().isSuccessful())
                .isTrue();
    }

    List<Observation> seen() {
        return List.copyOf(seen);
    }

    static boolean isFall(Observation seen) {
        return seen instanceof Observation.Left
                || (seen instanceof Observation.Media media
                        && (media.sign() == MediaSign.STALLED || media.sign() == MediaSign.QUALITY_LOST));
    }

    /** The presences of the host that this watch alone makes of what it has seen. */
    Set<Presence> presences() {
        RoomView view = RoomView.of(name, HostRule.anyPublisher());
        Set<Presence> presences = EnumSet.noneOf(Presence.class);
        for (Observation observation : seen) {
            view = view.on(observation, observation.origin().atMillis());
            view.host().presence().ifPresent(presences::add);
        }
        return presences;
    }

    static Predicate<Observation> media(MediaSign sign) {
        return seen -> seen instanceof Observation.Media media && media.sign() == sign;
    }

    /** Waits for the next observation of a kind after what was seen so far. */
    Observation await(int from, Predicate<Observation> wanted) {
        Awaitility.await()
                .atMost(PATIENCE)
                .alias("after " + from + " of " + server)
                .untilAsserted(() -> assertThat(later(from)).anyMatch(wanted));
        return later(from).filter(wanted).findFirst().orElseThrow();
    }

    /** Waits until the watch has said why it sees nothing, and sees the host again. */
    void awaitReturn(int from, String why) {
        await(from, seen -> isBlind(seen, why));
        int blind =
                from + (int) later(from).takeWhile(one -> !isBlind(one, why)).count();
        await(blind, Observation.Sees.class::isInstance);
        await(blind, media(MediaSign.FLOWS));
    }

    static boolean isBlind(Observation seen, String why) {
        return seen instanceof Observation.Blind blind && blind.why().startsWith(why);
    }

    private Stream<Observation> later(int from) {
        return seen.stream().skip(from);
    }

    /** Waits for media that flows, for as long as its cadence needs to be known. */
    Observation.Media awaitSteady() {
        Observation.Media flows = (Observation.Media) await(0, media(MediaSign.FLOWS));
        long known = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        Awaitility.await().atMost(PATIENCE).until(() -> System.nanoTime() > known);
        return flows;
    }

    @Override
    public void close() {
        watching.dispose();
        pictures.dispose();
        livekit.close();
    }
}
