package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.Observation;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import io.reactivex.rxjava3.disposables.Disposable;
import io.reactivex.rxjava3.schedulers.Schedulers;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A stay that ends before it has really begun, on a worker that takes each turn at once. */
class WatchSessionTest {
    /** The socket fails before it is returned. */
    private static final String UNSENDABLE = "a\ntoken";

    private final List<String> ends = new ArrayList<>();
    private final List<Observation> seen = new ArrayList<>();

    private void begin(Supplier<String> token, Consumer<Observation> observations) {
        Disposable unused = new WatchSession(
                HeadlessWebRtc.factory(),
                new RoomWatch.Target("room", URI.create("http://127.0.0.1:1"), token, participant -> true),
                Schedulers.trampoline(),
                observations,
                ends::add);
    }

    @Test
    void joinThatFailsAtOnceIsTold() {
        begin(() -> UNSENDABLE, seen::add);
        assertThat(ends).containsExactly("no connection: IllegalArgumentException");
        assertThat(seen).singleElement().isInstanceOf(Observation.Blind.class);
    }

    @Test
    void tokenThatCannotBeMadeIsTold() {
        begin(
                () -> {
                    throw new NoClassDefFoundError("test");
                },
                seen::add);
        assertThat(ends).containsExactly("failed: NoClassDefFoundError");
    }

    @Test
    void listenerThatThrowsDoesNotKeepTheWatchFromComingBack() {
        begin(() -> UNSENDABLE, said -> {
            throw new AssertionError("test");
        });
        assertThat(ends).hasSize(1);
    }
}
