package io.github.streamlifecycle.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** The machine without grace and without overlap, compared with the expression that it replaces. */
@Tag("P8")
class OriginalExpressionPropertiesTest {
    /** A level reported by one of the two feeds. */
    record Level(boolean ofHost, boolean value) {
        Signal signal() {
            if (ofHost) {
                return value ? Signal.HOSTING_UP : Signal.HOSTING_DOWN;
            }
            return value ? Signal.STREAMING_ON : Signal.STREAMING_OFF;
        }
    }

    @Property
    void stopsExactlyWhenTheExpressionIsTrue(@ForAll("levels") List<Level> levels) {
        compare(levels, (stopper, level) -> stopper.on(level.signal()));
    }

    @Property
    void graceOfZeroIsTheExpressionToo(@ForAll("levels") List<Level> levels) {
        compare(levels, OriginalExpressionPropertiesTest::suspectWithoutGrace);
    }

    /** Reports a drop as a suspicion whose grace period of zero is over at once, so there is never one to cancel. */
    private static Transition suspectWithoutGrace(EdgeTriggeredStopper stopper, Level level) {
        boolean isDrop = level.ofHost() && !level.value();
        Transition step = stopper.on(isDrop ? Signal.HOSTING_SUSPECT : level.signal());
        if (step.decision() != Decision.START_GRACE) {
            return step;
        }
        Transition fall = step.next().on(Signal.GRACE_ELAPSED);
        return fall.decision() == Decision.CANCEL_GRACE ? new Transition(fall.next(), Decision.NONE) : fall;
    }

    private static void compare(List<Level> levels, BiFunction<EdgeTriggeredStopper, Level, Transition> report) {
        EdgeTriggeredStopper stopper = EdgeTriggeredStopper.initial();
        boolean wasHosting = false;
        boolean isStreaming = false;
        int stops = 0;
        int fallsWhileOff = 0;
        for (Level level : levels) {
            boolean isHosting = level.ofHost() ? level.value() : wasHosting;
            isStreaming = level.ofHost() ? isStreaming : level.value();
            boolean stop = wasHosting && !isHosting && isStreaming;

            Transition step = report.apply(stopper, level);
            assertThat(step.decision()).isEqualTo(stop ? Decision.STOP : Decision.NONE);

            stops += stop ? 1 : 0;
            fallsWhileOff += wasHosting && !isHosting && !isStreaming ? 1 : 0;
            // no overlap: the stop ends, and its end is reported, before the next level
            stopper = stop ? step.next().on(Signal.STREAMING_OFF).next() : step.next();
            isStreaming &= !stop;
            wasHosting = isHosting;
        }
        Statistics.label("stops")
                .collect(stops > 1)
                .coverage(seen -> seen.check(true).percentage(share -> share >= 15));
        Statistics.label("falls while not streaming")
                .collect(fallsWhileOff > 0)
                .coverage(seen -> seen.check(true).percentage(share -> share >= 15));
    }

    @Provide
    Arbitrary<List<Level>> levels() {
        Arbitrary<Level> level = Combinators.combine(Arbitraries.of(true, false), Arbitraries.of(true, false))
                .as(Level::new);
        return level.list().ofMaxSize(300);
    }
}
