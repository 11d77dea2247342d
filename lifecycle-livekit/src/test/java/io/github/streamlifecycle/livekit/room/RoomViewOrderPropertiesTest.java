package io.github.streamlifecycle.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;

/** Long random histories in random orders, with duplicates and losses. */
class RoomViewOrderPropertiesTest {
    private static RoomView viewOf(List<Observation> observations) {
        return SeenRoom.viewOf(HostRule.anyPublisher(), observations);
    }

    @Property
    void everyOrderMeansTheSame(@ForAll long seed) {
        List<Observation> happened = new RandomRoom(seed).observations();
        Known expected = Known.of(viewOf(happened), happened);
        Random random = new Random(seed);

        for (int i = 0; i < 4; i++) {
            List<Observation> order = withDuplicates(happened, random);
            Collections.shuffle(order, random);
            assertThat(Known.of(viewOf(order), happened)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @Property
    void webhooksAloneTellTheTruth(@ForAll long seed) {
        RandomRoom room = new RandomRoom(seed);
        List<Observation> order = withDuplicates(room.webhooks(), new Random(seed));
        Collections.shuffle(order, new Random(seed));
        RoomView view = viewOf(order);

        for (String identity : RandomRoom.identities()) {
            assertThat(view.participant(identity).presence())
                    .as("%s, seed %d", identity, seed)
                    .isEqualTo(room.truth(identity));
            Statistics.label("truth").collect(room.truth(identity));
        }
        Statistics.label("truth").coverage(checker -> {
            checker.check(Optional.empty()).percentage(share -> share > 5);
            checker.check(Optional.of(Presence.UP)).percentage(share -> share > 5);
            checker.check(Optional.of(Presence.DOWN)).percentage(share -> share > 5);
        });
    }

    /**
     * That somebody published cannot be known if nothing that proves it was told, nor whether somebody who fell in an earlier
     * room was in this one. Anything else can.
     */
    @Property
    void listsRepairEveryLoss(@ForAll long seed) {
        RandomRoom room = new RandomRoom(seed);
        Random random = new Random(seed);
        List<Observation> rest = withDuplicates(room.webhooks(), random);
        rest.removeIf(observation -> random.nextInt(3) == 0);
        rest.addAll(room.listsAtTheEnd());
        Collections.shuffle(rest, random);
        RoomView view = viewOf(rest);

        for (String identity : RandomRoom.identities()) {
            Optional<Presence> truth = room.truth(identity);
            Optional<Presence> told = view.participant(identity).presence();
            boolean unknowable =
                    told.isEmpty() && rest.stream().noneMatch(observation -> room.isProof(observation, identity));
            unknowable |= told.equals(Optional.of(Presence.DOWN)) && room.fellEarlier(identity);
            assertThat(unknowable || told.equals(truth))
                    .as("%s is %s and not %s, seed %d", identity, told, truth, seed)
                    .isTrue();
        }
    }

    @Property
    void whatIsWrittenIsReadBack(@ForAll long seed) {
        List<Observation> happened = new RandomRoom(seed).observations();
        RoomView view = viewOf(happened);

        assertThat(RoomView.fromBytes(view.toBytes(), HostRule.anyPublisher()))
                .as("seed %d", seed)
                .isEqualTo(view);
    }

    private static List<Observation> withDuplicates(List<Observation> happened, Random random) {
        List<Observation> all = new ArrayList<>(happened);
        happened.stream().filter(observation -> random.nextInt(4) == 0).forEach(all::add);
        return all;
    }
}
