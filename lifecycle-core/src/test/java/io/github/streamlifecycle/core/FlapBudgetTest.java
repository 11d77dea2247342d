package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlapBudgetTest {
    private static final FlapBudget THREE_IN_A_SECOND = FlapBudget.of(3, Duration.ofSeconds(1));

    @Test
    void nothingIsSpentAtFirst() {
        assertThat(THREE_IN_A_SECOND.isSpent()).isFalse();
        assertThat(THREE_IN_A_SECOND).hasToString("0 of 3 drops within PT1S");
    }

    @Test
    void dropThatMakesTheNumberFullSpendsIt() {
        assertThat(after(THREE_IN_A_SECOND, 0, 1).isSpent()).isFalse();
        assertThat(after(THREE_IN_A_SECOND, 0, 1, 2).isSpent()).isTrue();
    }

    @Test
    void dropLeavesTheBudgetItWasAskedOfAsItWas() {
        FlapBudget two = after(THREE_IN_A_SECOND, 0, 1);
        two.drop(2);
        assertThat(two).hasToString("2 of 3 drops within PT1S");
    }

    @Test
    void windowIsOpenAtItsOldEnd() {
        assertThat(after(THREE_IN_A_SECOND, 0, 1, 999).isSpent()).isTrue();
        assertThat(after(THREE_IN_A_SECOND, 0, 1, 1000).isSpent()).isFalse();
    }

    @Test
    void staysSpentWhileDropsKeepComing() {
        assertThat(after(THREE_IN_A_SECOND, 0, 400, 800, 1200).isSpent()).isTrue();
        assertThat(after(THREE_IN_A_SECOND, 0, 900, 950, 1100, 1120).isSpent()).isTrue();
    }

    @Test
    void windowMovingOnGivesItBack() {
        assertThat(after(THREE_IN_A_SECOND, 0, 1, 2, 2000).isSpent()).isFalse();
    }

    @Test
    void keepsNoMoreDropsThanItNeeds() {
        assertThat(after(THREE_IN_A_SECOND, 1, 1, 1, 1, 1, 1)).hasToString("3 of 3 drops within PT1S");
    }

    @Test
    void dropsAtTheSameInstantCountEach() {
        assertThat(after(FlapBudget.of(2, Duration.ofNanos(1)), 7, 7).isSpent()).isTrue();
        assertThat(after(FlapBudget.of(2, Duration.ofNanos(1)), 7, 8).isSpent()).isFalse();
    }

    @Test
    void clockSetBackForgetsTheFuture() {
        assertThat(after(THREE_IN_A_SECOND, 5000, 5001, 4500).isSpent()).isFalse();
        assertThat(after(THREE_IN_A_SECOND, 5000, 5001, 4500)).hasToString("1 of 3 drops within PT1S");
    }

    @Test
    void clockSetBackKeepsThePastWhenSpent() {
        assertThat(after(THREE_IN_A_SECOND, 100, 800, 900, 850)).hasToString("3 of 3 drops within PT1S");
    }

    @Test
    void anyClockAndAnyWindowWillDo() {
        FlapBudget forEver = FlapBudget.of(2, ChronoUnit.FOREVER.getDuration());
        assertThat(after(forEver, Long.MIN_VALUE, Long.MAX_VALUE).isSpent()).isTrue();
        assertThat(after(THREE_IN_A_SECOND, Long.MIN_VALUE, -1, 0, Long.MAX_VALUE))
                .hasToString("1 of 3 drops within PT1S");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 0, -1})
    void refusesFewerThanTwoDrops(int drops) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlapBudget.of(drops, Duration.ofSeconds(1)))
                .withMessage("drops must be at least 2: " + drops);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void refusesAWindowThatIsNone(String window) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FlapBudget.of(2, Duration.parse(window)))
                .withMessage("window must be positive: " + window);
    }

    private static FlapBudget after(FlapBudget budget, long... drops) {
        for (long drop : drops) {
            budget = budget.drop(drop);
        }
        return budget;
    }
}
