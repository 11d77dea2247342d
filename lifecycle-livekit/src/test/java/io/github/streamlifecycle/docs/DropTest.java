package io.github.streamlifecycle.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.LiveKit;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.events.Outcome.HostDropped;
import io.github.streamlifecycle.livekit.testkit.Fault;
import io.github.streamlifecycle.livekit.testkit.LiveKitDouble;
import io.github.streamlifecycle.livekit.testkit.LiveKitExtension;
import io.github.streamlifecycle.livekit.testkit.NextEgress;
import io.github.streamlifecycle.livekit.testkit.RoomMember;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A user's tests, as docs/testing.md shows them. */
class DropTest {
    @RegisterExtension
    static final LiveKitExtension livekit =
            LiveKitExtension.of(LiveKitDouble.builder().speed(20));

    @Test
    void dropStopsTheEgressOnce(LiveKitDouble server, LiveKit client) {
        RoomMember host = server.joinAndPublish("my-room", "host");
        var stream = client.guard("my-room", host.presence())
                .grace(Duration.ofMillis(200))
                .start(RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"));
        server.awaitLive("my-room");
        host.drop();
        assertThat(stream.outcome().blockingGet()).isInstanceOf(HostDropped.class);
        assertThat(server.calls("StopEgress")).hasSize(1);
    }

    @Test
    void stopSurvivesAServerInTrouble(LiveKitDouble server, LiveKit client) {
        RoomMember host = server.joinAndPublish("my-room", "host");
        var stream = client.guard("my-room", host.presence())
                .start(RoomCompositeEgress.grid().toFile("/out/show.mp4"));
        server.awaitLive("my-room");
        server.script("StopEgress", Fault.redisDown()); // the next call fails
        server.script("StopEgress", Fault.cut().thoughCarriedOut()); // the one after it works, and says nothing
        host.leave();
        assertThat(stream.outcome().blockingGet()).isInstanceOf(HostDropped.class);
    }

    @Test
    void streamWhoseOutputIsRefusedEnds(LiveKitDouble server, LiveKit client) {
        RoomMember host = server.joinAndPublish("my-room", "host");
        server.next(NextEgress.OUTPUT_UNREACHABLE);
        var stream = client.guard("my-room", host.presence())
                .start(RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/key"));
        assertThat(stream.outcome().blockingGet()).isNotInstanceOf(HostDropped.class);
    }
}
