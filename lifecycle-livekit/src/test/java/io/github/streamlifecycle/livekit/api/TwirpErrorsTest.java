package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwirpErrorsTest {
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
        "500, internal,            AMBIGUOUS",
        "500, unknown,             AMBIGUOUS",
        "500, dataloss,            AMBIGUOUS",
        "408, deadline_exceeded,   AMBIGUOUS",
        "503, unavailable,         AMBIGUOUS",
        "409, already_exists,      AMBIGUOUS",
        "429, resource_exhausted,  AMBIGUOUS",
        "429, '',                  AMBIGUOUS",
        "408, '',                  AMBIGUOUS",
        "409, a_new_code,          AMBIGUOUS",
        "502, '',                  AMBIGUOUS",
        "501, unimplemented,       REFUSED",
        "400, a_new_code,          REFUSED",
        "301, '',                  REFUSED"
    })
    void failureIsJudgedByStatusAndCode(int status, String code, Kind kind) {
        assertThat(LiveKitException.of(status, code, "").kind()).isEqualTo(kind);
    }

    /** Those of the Twirp specification, version 7. */
    @Test
    void tableHasEveryTwirpCode() {
        assertThat(TwirpErrors.codes())
                .containsExactlyInAnyOrder(
                        "canceled",
                        "unknown",
                        "invalid_argument",
                        "malformed",
                        "deadline_exceeded",
                        "not_found",
                        "bad_route",
                        "already_exists",
                        "permission_denied",
                        "unauthenticated",
                        "resource_exhausted",
                        "failed_precondition",
                        "aborted",
                        "out_of_range",
                        "unimplemented",
                        "internal",
                        "unavailable",
                        "dataloss");
    }

    @ParameterizedTest
    @CsvSource({"404, not_found, true", "404, '', false", "404, bad_route, false", "412, failed_precondition, false"})
    void onlyTwirpSaysThatNothingIsFound(int status, String code, boolean isNotFound) {
        assertThat(LiveKitException.of(status, code, "").isNotFound()).isEqualTo(isNotFound);
    }

    @Test
    void failureWithoutAnAnswerIsAmbiguous() {
        assertThat(LiveKitException.of(new LinkageError("gone")).kind()).isEqualTo(Kind.AMBIGUOUS);
    }
}
