package io.github.streamlifecycle.livekit.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import livekit.LivekitModels.ConnectionQuality;

/**
 * LiveKit's rating of the connection of one host, which its subscribers are told as it changes. World's thread only.
 *
 * <pre>
 *  nothing comes from the host    GOOD 6.4 s and LOST 11.4 s after its last packet
 *  it sends no media              POOR 11 s after the last of it
 *  it is back                     EXCELLENT, if another one was told
 * </pre>
 */
final class Rating {
    private static final Duration GOOD_AFTER_DROP = Duration.ofMillis(6_400);
    private static final Duration LOST_AFTER_DROP = Duration.ofMillis(11_400);
    private static final Duration POOR_AFTER_PAUSE = Duration.ofSeconds(11);

    private final World world;
    private final Consumer<ConnectionQuality> told;
    private final List<World.Planned> planned = new ArrayList<>();
    private ConnectionQuality now = ConnectionQuality.EXCELLENT;

    Rating(World world, Consumer<ConnectionQuality> told) {
        this.world = world;
        this.told = told;
    }

    /** Nothing has come from the host for a while. */
    void dropped(Duration silence) {
        callOff();
        plan(GOOD_AFTER_DROP.minus(silence), ConnectionQuality.GOOD);
        plan(LOST_AFTER_DROP.minus(silence), ConnectionQuality.LOST);
    }

    /** The host is there, and stops sending media now. */
    void paused() {
        callOff();
        plan(POOR_AFTER_PAUSE, ConnectionQuality.POOR);
    }

    /** The host is there, and sends again. */
    void back() {
        callOff();
        tell(ConnectionQuality.EXCELLENT);
    }

    /** Nothing more is told. */
    void callOff() {
        planned.forEach(World.Planned::callOff);
        planned.clear();
    }

    private void plan(Duration delay, ConnectionQuality quality) {
        planned.add(world.after(delay, () -> tell(quality)));
    }

    private void tell(ConnectionQuality quality) {
        if (quality != now) {
            now = quality;
            told.accept(quality);
        }
    }
}
