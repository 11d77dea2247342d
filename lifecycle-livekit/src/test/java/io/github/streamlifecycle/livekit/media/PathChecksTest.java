package io.github.streamlifecycle.livekit.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathChecksTest {
    @Test
    void pathWithoutAnswersYetIsNotBroken() {
        assertThat(PathChecks.unknown().on(5, 0).isBroken()).isFalse();
    }

    @Test
    void threeChecksWithoutAnAnswerBreakIt() {
        PathChecks checks = PathChecks.unknown().on(10, 10).on(11, 10).on(12, 10);
        assertThat(checks.isBroken()).isFalse();
        assertThat(checks.on(13, 10).isBroken()).isTrue();
    }

    @Test
    void anAnswerMendsIt() {
        assertThat(PathChecks.unknown().on(10, 10).on(20, 10).on(21, 11).isBroken())
                .isFalse();
    }

    @Test
    void checksLostLongAgoDoNotCount() {
        assertThat(PathChecks.unknown().on(200, 5).on(202, 7).isBroken()).isFalse();
    }
}
