package io.github.streamlifecycle.livekit.server.lease;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.room.LeaseSign;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Heard;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Lease;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Standing;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Step;
import io.github.streamlifecycle.livekit.server.lease.HostLeases.Told;
import io.github.streamlifecycle.livekit.server.lease.LeaseMessage.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostLeasesTest {
    private static final long SOCKET = 7;
    /** The numbers of a monotonic clock may be negative, and may wrap. */
    private static final long START = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);

    private static long at(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Heard heard(String lease, State state) {
        return new Heard(lease, new LeaseMessage(null, lease, state, "why"), SOCKET, true);
    }

    private static HostLeases with(Standing standing) {
        return new HostLeases(Map.of("a", new Lease(standing, SOCKET, START)), Pace.UNUSED);
    }

    private static @Nullable Standing standing(HostLeases leases) {
        Lease lease = leases.byName().get("a");
        return lease == null ? null : lease.standing();
    }

    /** The table of {@link HostLeases}; a cell is the next standing and what is told. */
    static Stream<Arguments> table() {
        Object[][] rows = {
            {null, "GOOD RENEWED", "WAITING", "DOUBTFUL MEDIA_DOWN", "ENDED GOODBYE", null},
            {Standing.WAITING, "GOOD RENEWED", "WAITING", "DOUBTFUL MEDIA_DOWN", "ENDED GOODBYE", "WAITING"},
            {Standing.GOOD, "GOOD RENEWED", "GOOD", "DOUBTFUL MEDIA_DOWN", "ENDED GOODBYE", "DOUBTFUL"},
            {Standing.DOUBTFUL, "GOOD RENEWED", "DOUBTFUL", "DOUBTFUL MEDIA_DOWN", "ENDED GOODBYE", "DOUBTFUL"},
            {Standing.ENDED, "ENDED", "ENDED", "ENDED", "ENDED", "ENDED"},
        };
        List<Arguments> cells = new ArrayList<>();
        for (Object[] row : rows) {
            int column = 1;
            for (State state : State.values()) {
                cells.add(Arguments.of(row[0], state, row[column++]));
            }
        }
        return cells.stream();
    }

    @ParameterizedTest
    @MethodSource("table")
    void messagesDoWhatTheTableSays(@Nullable Standing before, State state, String expected) {
        HostLeases leases = before == null ? HostLeases.NONE : with(before);
        Step step = leases.on(heard("a", state), at(10));
        String told = step.told().isEmpty() ? "" : " " + step.told().get(0).sign();
        assertThat(standing(step.next()) + told).isEqualTo(expected);
        assertThat(step.reply()).isEqualTo(before == Standing.ENDED ? LeaseReply.ENDED : LeaseReply.KEPT);
    }

    @Test
    void silenceAndClosedSocketsDoWhatTheTableSays() {
        for (Standing before : Standing.values()) {
            boolean falls = before == Standing.GOOD;
            Standing after = falls ? Standing.DOUBTFUL : before;
            Step silent = with(before).advance(at(2_500), START);
            assertThat(standing(silent.next())).isEqualTo(after);
            assertThat(silent.told()).isEqualTo(falls ? List.of(new Told(LeaseSign.SILENT, "")) : List.of());
            assertThat(with(before).isDue(at(2_500), START)).isEqualTo(falls);
            Step closed = with(before).closed("a", SOCKET);
            assertThat(standing(closed.next())).isEqualTo(after);
            assertThat(closed.told()).isEqualTo(falls ? List.of(new Told(LeaseSign.SOCKET_CLOSED, "")) : List.of());
        }
    }

    @Test
    void silenceIsNoneBefore2500Millis() {
        assertThat(with(Standing.GOOD).isDue(at(2_499), START)).isFalse();
        assertThat(with(Standing.GOOD).advance(at(2_499), START).told()).isEmpty();
    }

    @Test
    void silenceCountsOnlySinceSomebodyListens() {
        assertThat(with(Standing.GOOD).advance(at(10_000), at(9_000)).told()).isEmpty();
        assertThat(with(Standing.GOOD).advance(at(11_500), at(9_000)).told()).hasSize(1);
    }

    @Test
    void mediaDownTellsItsReason() {
        assertThat(with(Standing.GOOD).on(heard("a", State.DOWN), at(1)).told())
                .containsExactly(new Told(LeaseSign.MEDIA_DOWN, "why"));
    }

    @Test
    void socketThatIsNotTheLatestMayClose() {
        HostLeases byPost = with(Standing.GOOD)
                .on(new Heard("a", new LeaseMessage(null, "a", State.PUBLISHING, ""), Heard.BY_POST, false), at(10))
                .next();
        assertThat(byPost.closed("a", SOCKET).told()).isEmpty();
        assertThat(byPost.closed("b", SOCKET).told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOWN", "GOODBYE"})
    void oneGoodLeaseOutweighsAnother(State trouble) {
        HostLeases two =
                with(Standing.GOOD).on(heard("b", State.PUBLISHING), at(1)).next();
        assertThat(two.on(heard("a", trouble), at(2)).told()).isEmpty();
        assertThat(two.closed("a", SOCKET).told()).isEmpty();
        Step last = two.on(heard("a", trouble), at(2)).next().on(heard("b", trouble), at(3));
        assertThat(last.told()).hasSize(1);
    }

    @Test
    void silenceIsToldOnceForAllLeases() {
        HostLeases two =
                with(Standing.GOOD).on(heard("b", State.PUBLISHING), at(1_000)).next();
        Step first = two.advance(at(2_500), START);
        assertThat(first.told()).isEmpty();
        assertThat(first.next().advance(at(3_500), START).told()).hasSize(1);
        assertThat(two.advance(at(5_000), START).told()).hasSize(1);
    }

    @Test
    void lateMessageAfterGoodbyeIsRefused() {
        HostLeases ended =
                with(Standing.GOOD).on(heard("a", State.GOODBYE), at(1)).next();
        Step late = ended.on(heard("a", State.PUBLISHING), at(2));
        assertThat(late.reply()).isEqualTo(LeaseReply.ENDED);
        assertThat(late.told()).isEmpty();
        assertThat(late.next()).isEqualTo(ended);
    }

    @Test
    void expiredTokenRenewsButDoesNotBegin() {
        LeaseMessage message = new LeaseMessage(null, "a", State.PUBLISHING, "");
        Heard expired = new Heard("a", message, SOCKET, false);
        assertThat(HostLeases.NONE.on(expired, START).reply()).isEqualTo(LeaseReply.UNAUTHORIZED);
        for (Standing alive : List.of(Standing.WAITING, Standing.GOOD, Standing.DOUBTFUL)) {
            assertThat(with(alive).on(expired, START).reply()).isEqualTo(LeaseReply.KEPT);
        }
    }

    @Test
    void leasesAreForgotten() {
        long tenMinutes = TimeUnit.MINUTES.toMillis(10);
        assertThat(with(Standing.DOUBTFUL)
                        .advance(at(tenMinutes - 1), START)
                        .next()
                        .isEmpty())
                .isFalse();
        assertThat(with(Standing.DOUBTFUL).advance(at(tenMinutes), START).next().isEmpty())
                .isTrue();
        assertThat(with(Standing.WAITING).advance(at(tenMinutes), START).next().isEmpty())
                .isTrue();
        assertThat(with(Standing.ENDED).advance(at(59_999), START).next().isEmpty())
                .isFalse();
        assertThat(with(Standing.ENDED).advance(at(60_000), START).next().isEmpty())
                .isTrue();
    }

    @Test
    void fourLeasesAreAllThereAre() {
        HostLeases leases = HostLeases.NONE;
        for (String name : List.of("a", "b", "c", "d")) {
            leases = leases.on(heard(name, State.PUBLISHING), START).next();
        }
        assertThat(leases.on(heard("e", State.PUBLISHING), at(1)).reply()).isEqualTo(LeaseReply.TOO_MANY);
        assertThat(leases.on(heard("d", State.PUBLISHING), at(1)).reply()).isEqualTo(LeaseReply.KEPT);
    }

    @Test
    void newLeaseTakesThePlaceOfASilentOne() {
        HostLeases leases = HostLeases.NONE;
        for (String name : List.of("a", "b", "c", "d")) {
            leases = leases.on(heard(name, State.PUBLISHING), START).next();
        }
        leases = leases.advance(at(2_500), START).next();
        Step fifth = leases.on(heard("e", State.PUBLISHING), at(2_500));
        assertThat(fifth.reply()).isEqualTo(LeaseReply.KEPT);
        assertThat(fifth.next().byName()).hasSize(4).containsKey("e");
    }

    @Test
    void goodbyesWithoutALeaseAreBounded() {
        HostLeases leases = HostLeases.NONE;
        int told = 0;
        for (int i = 0; i < 10_000; i++) {
            Step step = leases.on(heard("lease " + i, State.GOODBYE), at(i / 10));
            leases = step.next();
            told += step.told().size();
            assertThat(leases.byName()).hasSizeLessThanOrEqualTo(HostLeases.MOST_ENDED);
        }
        assertThat(told).isLessThanOrEqualTo(Pace.BURST + Pace.PER_SECOND);
    }

    @Test
    void moreMessagesThanThePaceDoNotCount() {
        HostLeases leases = HostLeases.NONE;
        int kept = 0;
        for (int i = 0; i < 1_000; i++) {
            Step step = leases.on(heard("a", State.PUBLISHING), at(i));
            leases = step.next();
            kept += step.reply() == LeaseReply.KEPT ? 1 : 0;
            assertThat(step.reply()).isIn(LeaseReply.KEPT, LeaseReply.TOO_OFTEN);
        }
        assertThat(kept).isBetween(Pace.BURST, Pace.BURST + Pace.PER_SECOND);
        assertThat(leases.on(heard("a", State.GOODBYE), at(1_000)).reply()).isEqualTo(LeaseReply.KEPT);
        assertThat(leases.on(heard("a", State.PUBLISHING), at(4_000)).reply()).isEqualTo(LeaseReply.KEPT);
    }

    @Test
    void hostThatFloodsIsNotSilent() {
        HostLeases leases = with(Standing.GOOD);
        for (int i = 0; i < 10_000; i++) {
            leases = leases.on(heard("flood", State.WAITING), at(i)).next();
            leases = i % 1_000 == 0
                    ? leases.on(heard("a", State.PUBLISHING), at(i)).next()
                    : leases;
            assertThat(leases.isDue(at(i), START)).isFalse();
        }
    }
}
