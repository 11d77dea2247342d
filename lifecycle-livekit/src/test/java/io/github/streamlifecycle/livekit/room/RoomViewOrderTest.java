package io.github.streamlifecycle.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.room.SeenRoom.Guest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small histories in every order there is, with everything twice, and with every loss that a list can repair. */
class RoomViewOrderTest {
    private static final SeenRoom ROOM = SeenRoom.created();
    private static final SeenRoom AGAIN = ROOM.again(75);

    private static final Guest FIRST = Guest.of("host", 1);
    private static final Guest SECOND = Guest.of("host", 12.2);
    private static final Guest THIRD = Guest.of("host", 30.7);
    private static final Guest OTHER = Guest.of("other", 3);
    private static final Guest BACK = Guest.of("host", 75.1);

    /** A history of events, and the lists at its end. */
    record History(String name, List<Observation> observations, List<Observation> end) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<History> histories() {
        return Stream.of(
                history(
                        "rejoin",
                        twice(ROOM, SECOND.publishing("TR_2")),
                        ROOM.joined(FIRST),
                        ROOM.published(FIRST, 2, "TR_1"),
                        ROOM.unpublished(FIRST, 12, "TR_1"),
                        ROOM.left(FIRST.publishing(), 12, LeftReason.DUPLICATE_IDENTITY),
                        ROOM.joined(SECOND),
                        ROOM.published(SECOND, 13, "TR_2")),
                history(
                        "rejoin whose old stay ends late",
                        twice(ROOM, SECOND.publishing("TR_2")),
                        ROOM.joined(FIRST.publishing("TR_1")),
                        ROOM.joined(SECOND),
                        ROOM.published(SECOND, 12.5, "TR_2"),
                        ROOM.unpublished(FIRST, 14, "TR_1"),
                        ROOM.left(FIRST.publishing(), 14, LeftReason.CONNECTION_TIMEOUT)),
                history(
                        "two drops",
                        twice(ROOM, OTHER),
                        ROOM.joined(FIRST),
                        ROOM.published(FIRST, 2, "TR_1"),
                        ROOM.left(FIRST.publishing(), 10, LeftReason.CONNECTION_TIMEOUT),
                        ROOM.published(SECOND, 13, "TR_2"),
                        ROOM.joined(SECOND),
                        ROOM.left(SECOND.publishing(), 20, LeftReason.CLIENT_INITIATED),
                        ROOM.joined(OTHER)),
                history(
                        "three stays",
                        twice(ROOM, THIRD.publishing("TR_3")),
                        ROOM.left(FIRST.publishing(), 10, LeftReason.SERVER_SHUTDOWN),
                        ROOM.joined(SECOND),
                        ROOM.published(SECOND, 13, "TR_2"),
                        ROOM.left(SECOND.publishing(), 30, LeftReason.STATE_MISMATCH),
                        ROOM.joined(THIRD),
                        ROOM.published(THIRD, 31, "TR_3"),
                        ROOM.published(FIRST, 2, "TR_1")),
                history(
                        "the room again",
                        twice(AGAIN, BACK.publishing("TR_5")),
                        ROOM.started(0),
                        ROOM.joined(FIRST.publishing("TR_1")),
                        ROOM.left(FIRST.publishing(), 21, LeftReason.CONNECTION_TIMEOUT),
                        ROOM.finished(41),
                        AGAIN.started(75),
                        AGAIN.joined(BACK),
                        AGAIN.published(BACK, 75.4, "TR_5")),
                history(
                        "the room again without the host",
                        twice(AGAIN, Guest.of("viewer", 80)),
                        ROOM.joined(FIRST.publishing("TR_1")),
                        ROOM.joined(OTHER),
                        ROOM.published(OTHER, 5, "TR_9"),
                        AGAIN.started(75),
                        AGAIN.joined(Guest.of("viewer", 80))),
                history(
                        "two hosts",
                        twice(ROOM, OTHER.publishing("TR_9")),
                        ROOM.joined(FIRST),
                        ROOM.published(FIRST, 2, "TR_1"),
                        ROOM.joined(OTHER.publishing("TR_9")),
                        ROOM.unpublished(FIRST, 8, "TR_1"),
                        ROOM.left(FIRST.publishing(), 9, LeftReason.PARTICIPANT_REMOVED),
                        ROOM.unpublished(OTHER, 15, "TR_8"),
                        ROOM.published(OTHER, 7, "TR_8")),
                history(
                        "lease of a stay that nobody tells of",
                        twice(ROOM, OTHER),
                        ROOM.joined(FIRST),
                        ROOM.left(FIRST, 9, LeftReason.CLIENT_INITIATED),
                        ROOM.listed(20, OTHER),
                        ROOM.lease("host", 40, LeaseSign.RENEWED),
                        ROOM.lease("host", 43, LeaseSign.SILENT),
                        ROOM.blind(Source.LEASE, 45),
                        ROOM.lease("other", 44, LeaseSign.RENEWED)),
                history(
                        "lists",
                        twice(ROOM, FIRST.publishing("TR_2")),
                        ROOM.listed(0.5),
                        ROOM.joined(FIRST),
                        ROOM.listed(10, FIRST.publishing("TR_1")),
                        ROOM.listed(20, FIRST.publishing()),
                        ROOM.published(FIRST, 22, "TR_2"),
                        ROOM.listed(30, FIRST.publishing("TR_2"), OTHER),
                        ROOM.blind(Source.POLLING, 40)),
                history(
                        "signs",
                        twice(ROOM, FIRST.publishing("TR_1")),
                        ROOM.joined(FIRST.publishing("TR_1")),
                        ROOM.media(FIRST, 10, MediaSign.FLOWS),
                        ROOM.media(FIRST, 20, MediaSign.STALLED),
                        ROOM.blind(Source.MEDIA_WATCH, 25),
                        ROOM.lease("host", 20, LeaseSign.RENEWED),
                        ROOM.lease("host", 23, LeaseSign.SILENT),
                        ROOM.mediaDown("host", 24)));
    }

    /** One list alone may be stale. */
    private static List<Observation> twice(SeenRoom room, Guest... guests) {
        return List.of(room.listed(120, guests), room.listed(130, guests));
    }

    /** A list says nothing about what a watch or a lease said. */
    static Stream<History> historiesOfTheServer() {
        return histories()
                .filter(history ->
                        !history.name().equals("signs") && !history.name().startsWith("lease"));
    }

    private static History history(String name, List<Observation> end, Observation... observations) {
        return new History(name, List.of(observations), end);
    }

    @ParameterizedTest
    @MethodSource("histories")
    void everyOrderMeansTheSame(History history) {
        Known expected = known(history.observations());

        everyOrderOf(
                history.observations(),
                order -> assertThat(known(order)).as(() -> order.toString()).isEqualTo(expected));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void everythingTwiceMeansTheSame(History history) {
        Known expected = known(history.observations());

        everyOrderOf(history.observations(), order -> {
            List<Observation> twice = new ArrayList<>(order);
            twice.addAll(history.observations());
            assertThat(known(twice)).as(() -> order.toString()).isEqualTo(expected);
        });
    }

    /** A fall of which nothing at all was told cannot be known, anything else can. */
    @ParameterizedTest
    @MethodSource("historiesOfTheServer")
    void listsRepairEveryLoss(History history) {
        Optional<Presence> expected = told(history.observations(), history.end());
        int size = history.observations().size();

        for (int kept = 0; kept < 1 << size; kept++) {
            List<Observation> rest = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                if ((kept >> i & 1) == 1) {
                    rest.add(history.observations().get(i));
                }
            }
            Optional<Presence> repaired = told(rest, history.end());
            if (expected.equals(Optional.of(Presence.DOWN))) {
                assertThat(repaired).as(rest::toString).isIn(expected, Optional.empty());
            } else {
                assertThat(repaired).as(rest::toString).isEqualTo(expected);
            }
        }
    }

    private static Optional<Presence> told(List<Observation> observations, List<Observation> end) {
        List<Observation> all = new ArrayList<>(observations);
        all.addAll(end);
        return SeenRoom.viewOf(HostRule.anyPublisher(), all).host().presence();
    }

    private static Known known(List<Observation> observations) {
        return Known.of(SeenRoom.viewOf(HostRule.anyPublisher(), observations), observations);
    }

    /** Heap's algorithm. */
    private static void everyOrderOf(List<Observation> observations, Consumer<List<Observation>> each) {
        List<Observation> order = new ArrayList<>(observations);
        int[] turns = new int[order.size()];
        each.accept(order);
        int i = 0;
        while (i < order.size()) {
            if (turns[i] < i) {
                Collections.swap(order, i % 2 == 0 ? 0 : turns[i], i);
                each.accept(order);
                turns[i]++;
                i = 0;
            } else {
                turns[i++] = 0;
            }
        }
    }
}
