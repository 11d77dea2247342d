package io.github.streamlifecycle.examples.guard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StandstillTest {
    private static final long LONGEST = Standstill.LONGEST.toNanos();

    private long now = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos(); // the clock may overflow
    private final Standstill standstill = new Standstill(() -> now);

    private void stand(long nanos) {
        now += nanos;
    }

    @Test
    void shortPauseIsNone() {
        stand(LONGEST);
        assertThat(standstill.mayAct()).isTrue();
        assertThat(standstill.tick()).isFalse();
        stand(LONGEST);
        assertThat(standstill.tick()).isFalse();
        assertThat(standstill.held()).isZero();
    }

    @Test
    void roomThatLooksBeforeTheTickIsHeld() {
        stand(LONGEST + 1);
        assertThat(standstill.mayAct()).isFalse();
        assertThat(standstill.held()).isEqualTo(1);
    }

    @Test
    void roomThatLooksAfterTheTickIsHeld() {
        stand(LONGEST + 1);
        assertThat(standstill.tick()).isTrue();
        assertThat(standstill.mayAct()).isFalse();
        assertThat(standstill.tick()).as("a tick in time ends no doubt").isTrue();
        assertThat(standstill.mayAct()).isFalse();
    }

    @Test
    void everyOtherMemberHasToConfirm() {
        stand(LONGEST + 1);
        standstill.tick();
        standstill.confirmed("a:1", standstill.doubt());
        standstill.settle(Set.of("a:1", "b:1"));
        assertThat(standstill.mayAct()).isFalse();
        standstill.confirmed("b:1", standstill.doubt());
        standstill.settle(Set.of("a:1", "b:1"));
        assertThat(standstill.mayAct()).isTrue();
        assertThat(standstill.tick()).isFalse();
    }

    @Test
    void memberThatIsGoneNeedNot() {
        stand(LONGEST + 1);
        standstill.tick();
        standstill.confirmed("a:1", standstill.doubt());
        standstill.settle(Set.of("a:1"));
        assertThat(standstill.mayAct()).isTrue();
    }

    @Test
    void oneAloneAsksNobody() {
        stand(LONGEST + 1);
        standstill.tick();
        standstill.settle(Set.of());
        assertThat(standstill.mayAct()).isTrue();
    }

    @Test
    void answerOfAnEarlierDoubtSaysNothing() {
        stand(LONGEST + 1);
        standstill.tick();
        long first = standstill.doubt();
        standstill.confirmed("a:1", first);
        stand(LONGEST + 1);
        standstill.tick();
        standstill.settle(Set.of("a:1"));
        standstill.confirmed("a:1", first);
        standstill.settle(Set.of("a:1"));
        assertThat(standstill.mayAct()).isFalse();
        standstill.confirmed("a:1", standstill.doubt());
        standstill.settle(Set.of("a:1"));
        assertThat(standstill.mayAct()).isTrue();
    }
}
