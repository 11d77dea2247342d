package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.server.RoomWatch;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import livekit.LivekitModels.ParticipantInfo;
import org.junit.jupiter.api.Test;

/** Who of a watched room is a host, which somebody else has to be asked. */
class AttendanceTest {
    private static final int CROWD = 100;

    private final AtomicInteger asked = new AtomicInteger();
    private final Attendance attendance =
            new Attendance(new RoomWatch.Target("room", URI.create("http://127.0.0.1:1"), () -> "", participant -> {
                asked.incrementAndGet();
                return true;
            }));

    private static ParticipantInfo member(int number) {
        return ParticipantInfo.newBuilder()
                .setIdentity("member-" + number)
                .setSid("PA_" + number)
                .build();
    }

    @Test
    void announcementAsksOnlyAboutWhomItNames() {
        for (int i = 0; i < CROWD; i++) {
            assertThat(attendance.hasLeft(member(i))).isFalse();
            assertThat(attendance.hosts()).hasSize(i + 1);
        }
        assertThat(asked).hasValue(CROWD);
        attendance.askAgain();
        assertThat(attendance.hosts()).hasSize(CROWD);
        assertThat(asked).hasValue(2 * CROWD);
    }
}
