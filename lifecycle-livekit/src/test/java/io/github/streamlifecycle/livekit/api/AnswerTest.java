package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerTest {
    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource({
        "412, failed_precondition, ALREADY_ENDED",
        "404, not_found,           ALREADY_ENDED",
        "404, bad_route,           REFUSED",
        "404, '',                  REFUSED",
        "401, unauthenticated,     REFUSED",
        "401, '',                  REFUSED",
        "403, permission_denied,   REFUSED",
        "400, malformed,           REFUSED",
        "500, internal,            REFUSED",
        "500, unknown,             AMBIGUOUS",
        "408, deadline_exceeded,   AMBIGUOUS",
        "503, unavailable,         AMBIGUOUS",
        "409, already_exists,      AMBIGUOUS",
        "429, resource_exhausted,  AMBIGUOUS",
        "429, '',                  AMBIGUOUS",
        "408, '',                  AMBIGUOUS",
        "502, '',                  AMBIGUOUS",
        "301, '',                  REFUSED"
    })
    void answerIsJudgedByStatusAndCode(int status, String code, Answer answer) {
        assertThat(Answer.of(status, code)).isEqualTo(answer);
    }
}
