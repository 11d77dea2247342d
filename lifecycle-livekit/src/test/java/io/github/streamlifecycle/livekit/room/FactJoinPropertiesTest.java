package io.github.streamlifecycle.livekit.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The parts of a view are joined by operations for which neither order nor repetition matters. Few moments are tried, so that
 * many of them are the same.
 */
class FactJoinPropertiesTest {
    private static final List<String> IDS = List.of("", "a", "b");

    private static <T> void isJoin(BinaryOperator<T> join, List<T> facts) {
        T a = facts.get(0);
        T b = facts.get(1);
        T c = facts.get(2);
        assertThat(join.apply(a, b)).as("commutative").isEqualTo(join.apply(b, a));
        assertThat(join.apply(join.apply(a, b), c)).as("associative").isEqualTo(join.apply(a, join.apply(b, c)));
        assertThat(join.apply(a, a)).as("idempotent").isEqualTo(a);
    }

    private static Arbitrary<Long> moments() {
        return Arbitraries.longs().between(0, 3);
    }

    private static <S extends Enum<S>> Arbitrary<Reading<S>> readings(Class<S> signs) {
        return Combinators.combine(moments(), Arbitraries.of(signs)).as(Reading::new);
    }

    private static <T> Arbitrary<List<T>> three(Arbitrary<T> fact) {
        return fact.list().ofSize(3);
    }

    @Provide
    Arbitrary<List<Reading<MediaSign>>> signs() {
        return three(readings(MediaSign.class));
    }

    @Property
    void latestSignIsAJoin(@ForAll("signs") List<Reading<MediaSign>> facts) {
        isJoin(Reading::later, facts);
    }

    @Provide
    Arbitrary<List<Ending>> endings() {
        return three(Combinators.combine(Arbitraries.of(LeftReason.class), readings(Source.class))
                .as(Ending::new));
    }

    @Property
    void weightiestEndIsAJoin(@ForAll("endings") List<Ending> facts) {
        isJoin(Ending::weightier, facts);
    }

    @Provide
    Arbitrary<List<StayStart>> starts() {
        return three(Combinators.combine(moments(), Arbitraries.of(true, false))
                .as((at, exact) -> new StayStart(at, exact && at != 0)));
    }

    @Property
    void startIsAJoin(@ForAll("starts") List<StayStart> facts) {
        isJoin(StayStart::join, facts);
    }

    @Provide
    Arbitrary<List<Lists>> lists() {
        return three(Combinators.combine(moments(), moments())
                .as((latest, previous) -> new Lists(latest, previous < latest ? previous : 0)));
    }

    @Property
    void twoLatestListsAreAJoin(@ForAll("lists") List<Lists> facts) {
        isJoin(Lists::join, facts);
    }

    @Provide
    Arbitrary<List<RoomMoment>> roomMoments() {
        return three(Combinators.combine(moments(), Arbitraries.of(IDS), Arbitraries.of(Source.class))
                .as(RoomMoment::new));
    }

    @Property
    void latestRoomIsAJoin(@ForAll("roomMoments") List<RoomMoment> facts) {
        isJoin(RoomMoment::join, facts);
    }

    @Provide
    Arbitrary<List<SourceSpans>> spans() {
        return three(moments()
                .array(Long[].class)
                .ofSize(2 * Source.values().length)
                .map(all -> {
                    int[] next = {0};
                    return SourceSpans.read(() -> all[next[0]++]);
                }));
    }

    @Property
    void spansAreAJoin(@ForAll("spans") List<SourceSpans> facts) {
        isJoin(SourceSpans::join, facts);
    }

    @Provide
    Arbitrary<List<TrackStay>> tracks() {
        return three(Combinators.combine(Arbitraries.of(IDS), moments(), moments(), moments())
                .as((stay, published, listed, ended) -> new TrackStay("TR_1", stay, published, listed, ended)));
    }

    @Property
    void tracksAreAJoin(@ForAll("tracks") List<TrackStay> facts) {
        isJoin(TrackStay::join, facts);
    }
}
