package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.examples.guard.cluster.NeighbourMessage.RoomsAt;
import io.github.streamlifecycle.livekit.room.HostRule;
import io.github.streamlifecycle.livekit.server.guard.GuardRules;
import io.github.streamlifecycle.livekit.server.guard.RoomGuard;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoomsElsewhereTest {
    private static final GuardRules RULES = GuardRules.of(HostRule.anyPublisher());

    private final RoomsElsewhere rooms = new RoomsElsewhere();

    private void tells(String replica, String room) {
        rooms.take(new RoomsAt(replica, Map.of(room, RoomGuard.of(room, RULES).toBytes()), List.of()), RULES);
    }

    private void gone(String replica, String room) {
        rooms.take(new RoomsAt(replica, Map.of(), List.of(room)), RULES);
    }

    @Test
    void roomThatMovesIsWhereItWasLastToldOf() {
        tells("a", "room");
        tells("b", "room");
        gone("a", "room");
        assertThat(rooms.replicaOf("room")).contains("b");
        gone("b", "room");
        assertThat(rooms.contains("room")).isFalse();
    }

    @Test
    void roomsOfAReplicaThatIsGoneAreKeptForAWhile() {
        tells("a", "room");
        tells("a", "moved");
        rooms.left("a", 0);
        tells("b", "moved");
        rooms.forget(RoomsElsewhere.KEPT.toNanos());
        assertThat(rooms.known("room")).isPresent();
        rooms.forget(RoomsElsewhere.KEPT.toNanos() + 1);
        assertThat(rooms.names()).containsExactly("moved");
        assertThat(rooms.counts()).isEqualTo(Map.of("b", 1));
    }

    @Test
    void replicaThatIsBackIsNotForgotten() {
        tells("a", "room");
        rooms.left("a", 0);
        tells("a", "other");
        rooms.forget(2 * RoomsElsewhere.KEPT.toNanos());
        assertThat(rooms.names()).containsExactlyInAnyOrder("room", "other");
    }

    @Test
    void roomOfANewerVersionIsThereAndNotShown() {
        rooms.take(new RoomsAt("a", Map.of("room", new byte[] {9, 9, 9, 9, 9, 9}), List.of()), RULES);
        assertThat(rooms.contains("room")).isTrue();
        assertThat(rooms.guards()).isEmpty();
    }
}
