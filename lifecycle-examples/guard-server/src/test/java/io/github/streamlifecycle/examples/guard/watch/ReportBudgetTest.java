package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

/** The bounds of what a process may say. */
class ReportBudgetTest {
    private static final int ROOMS = 24;

    private final ReportBudget budget = new ReportBudget(ROOMS, 1_000);

    private int taken(int bytes, long nowMillis) {
        int taken = 0;
        while (budget.take(bytes, nowMillis)) {
            taken++;
        }
        return taken;
    }

    @Test
    void burstOfAllRoomsIsFineAndAFloodIsNot() {
        assertThat(taken(200, 1_000)).isEqualTo(20 * (200 + 50 * ROOMS));
    }

    @Test
    void steadyReportsNeverUseItUp() {
        for (int second = 1; second < 3_600; second++) {
            for (int i = 0; i < ROOMS * 20; i++) {
                assertThat(budget.take(300, 1_000 + second * 1_000L)).isTrue();
            }
        }
    }

    @Test
    void largeReportsCountAsSeveral() {
        assertThat(taken(1 << 20, 1_000)).isEqualTo(20 * (200 + 50 * ROOMS) / 1_025);
    }

    @Test
    void longSilenceSavesNoMoreThanTheMost() {
        taken(1, 1_000);
        assertThat(taken(1, Long.MAX_VALUE / 2)).isLessThanOrEqualTo(20 * (200 + 50 * ROOMS));
    }

    @Test
    void onlyTheBeginningOfALineIsKept() throws IOException {
        ShortLines lines = new ShortLines(new StringReader("first\r\n\nx" + "y".repeat(1_000)), 10);
        assertThat(lines.next()).contains("first");
        assertThat(lines.next()).contains("");
        assertThat(lines.next()).contains("xyyyyyyyyy");
        assertThat(lines.next()).isEmpty();
    }

    /** Were it kept, memory would run out. */
    @Test
    void lineWithoutAnEndIsReadToItsEnd() throws IOException {
        Reader endless = new Reader() {
            private long left = 1L << 26;

            @Override
            public int read() {
                return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(char[] to, int from, int length) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
        };
        assertThat(new ShortLines(endless, 300).next())
                .hasValueSatisfying(line -> assertThat(line).hasSize(300));
    }
}
