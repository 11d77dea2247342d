package io.github.streamlifecycle.core.rx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.streamlifecycle.core.FlapBudget;
import io.github.streamlifecycle.core.rx.AutoStop.Settings;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.schedulers.TestScheduler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AutoStopSettingsTest {
    private static final TestScheduler SCHEDULER = new TestScheduler();
    private static final FlapBudget BUDGET = FlapBudget.of(3, Duration.ofMinutes(1));
    private static final Settings ALL =
            new Settings(Rig.GRACE, SCHEDULER, Optional.of(Rig.LIMIT), Optional.of(BUDGET), true);

    private final AutoStop plain = AutoStop.when(Flowable.never(), Flowable.never());

    @Test
    void defaultsAreNoGraceNoLimitsAndAStopThatIsFinished() {
        assertThat(plain.settings)
                .isEqualTo(new Settings(
                        Duration.ZERO, AutoStop.defaultScheduler(), Optional.empty(), Optional.empty(), false));
    }

    @Test
    void everySettingKeepsTheOthersInAnyOrder() {
        List<UnaryOperator<AutoStop>> settings = List.of(
                plan -> plan.grace(Rig.GRACE),
                plan -> plan.scheduler(SCHEDULER),
                plan -> plan.stopTimeout(Rig.LIMIT),
                plan -> plan.flapBudget(BUDGET),
                AutoStop::cancelStopOnDispose);
        for (int rotation = 0; rotation < settings.size(); rotation++) {
            AutoStop plan = plain;
            for (int i = 0; i < settings.size(); i++) {
                plan = settings.get((rotation + i) % settings.size()).apply(plan);
            }
            assertThat(plan.settings).isEqualTo(ALL);
            assertThat(plan.host).isSameAs(plain.host);
            assertThat(plan.streaming).isSameAs(plain.streaming);
        }
    }

    @Test
    void settingLeavesThePlanItWasAskedOfAsItWas() {
        Settings before = plain.settings;
        plain.grace(Rig.GRACE).cancelStopOnDispose();
        assertThat(plain.settings).isSameAs(before);
    }

    @Test
    void refusesANegativeGrace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.grace(Duration.ofSeconds(-1)))
                .withMessage("grace must not be negative: PT-1S");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S"})
    void refusesATimeOutThatIsNone(String limit) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.stopTimeout(Duration.parse(limit)))
                .withMessage("stopTimeout must be positive: " + limit);
    }

    @Test
    void refusesNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> plain.scheduler(nothing()))
                .withMessage("scheduler");
        assertThatNullPointerException()
                .isThrownBy(() -> plain.flapBudget(nothing()))
                .withMessage("flapBudget");
        assertThatNullPointerException()
                .isThrownBy(() -> plain.stopWith(nothing()))
                .withMessage("action");
        assertThatNullPointerException()
                .isThrownBy(() -> plain.stopOrWithdraw(nothing()))
                .withMessage("action");
        assertThatNullPointerException().isThrownBy(() -> plain.grace(nothing()));
        assertThatNullPointerException().isThrownBy(() -> plain.stopTimeout(nothing()));
        assertThatNullPointerException().isThrownBy(() -> AutoStop.when(nothing(), Flowable.never()));
        assertThatNullPointerException().isThrownBy(() -> AutoStop.when(Flowable.never(), nothing()));
    }

    /** A null that the compiler does not see. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T nothing() {
        return null;
    }
}
