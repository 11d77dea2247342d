package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import livekit.LivekitEgress.EgressStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which egress ListEgress tells of. */
class ListEgressTest {
    private static final String FILE = "{\"room_name\":\"room\",\"file_outputs\":[{\"filepath\":\"/out/x.mp4\"}]}";

    @RegisterExtension
    static final LiveKitExtension embedded =
            LiveKitExtension.of(LiveKitDouble.builder().speed(20));

    private final LiveKitDouble server = embedded.server();
    private final TwirpCalls calls = new TwirpCalls(server);

    @BeforeEach
    void hostPublishes() {
        server.joinAndPublish("room", "host");
    }

    private String start(NextEgress fate, EgressStatus status) {
        String id = calls.start("StartRoomCompositeEgress", FILE, fate);
        calls.await(id, status);
        return id;
    }

    private List<String> listed(String request) {
        return StreamSupport.stream(
                        calls.ok("ListEgress", request).getAsJsonArray("items").spliterator(), false)
                .map(item -> item.getAsJsonObject().get("egress_id").getAsString())
                .toList();
    }

    @Test
    void activeIsStartingActiveAndEnding() {
        String starting = start(NextEgress.STUCK_STARTING, EgressStatus.EGRESS_STARTING);
        String active = start(NextEgress.HEALTHY, EgressStatus.EGRESS_ACTIVE);
        String ending = start(NextEgress.SLOW_UPLOAD, EgressStatus.EGRESS_ACTIVE);
        String failed = start(NextEgress.OUTPUT_UNREACHABLE, EgressStatus.EGRESS_FAILED);
        calls.stop(ending);
        assertThat(listed("{\"active\":true}")).containsExactly(starting, active, ending);
        assertThat(listed("{}")).containsExactly(starting, active, ending, failed);
    }

    @Test
    void idOverrulesRoomAndActive() {
        String failed = start(NextEgress.OUTPUT_UNREACHABLE, EgressStatus.EGRESS_FAILED);
        assertThat(listed("{\"egress_id\":\"" + failed + "\",\"room_name\":\"elsewhere\",\"active\":true}"))
                .containsExactly(failed);
    }

    @Test
    void roomIsFilteredByItsNameThoughItIsAnotherRoom() {
        String id = start(NextEgress.HEALTHY, EgressStatus.EGRESS_ACTIVE);
        calls.ok("DeleteRoom", "{\"room\":\"room\"}");
        server.joinAndPublish("room", "host");
        String later = start(NextEgress.HEALTHY, EgressStatus.EGRESS_ACTIVE);
        assertThat(listed("{\"room_name\":\"room\"}")).containsExactly(id, later);
        assertThat(calls.egress(id).get("room_id"))
                .isNotEqualTo(calls.egress(later).get("room_id"));
    }

    @Test
    void rowOfADeadWorkerStaysThoughItsRoomEnds() {
        String dead = start(NextEgress.WORKER_DIES, EgressStatus.EGRESS_ACTIVE);
        calls.ok("DeleteRoom", "{\"room\":\"room\"}");
        assertThat(listed("{\"active\":true}")).containsExactly(dead);
        assertThat(calls.identities("room")).isEmpty();
    }
}
