package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Servers.Server;
import io.github.streamlifecycle.livekit.StopReceipt.AlreadyEnded;
import io.reactivex.rxjava3.core.Single;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the egress tables that a server without an egress worker can show. */
class EgressIntegrationTest {
    private static final String ALL = "io.github.streamlifecycle.livekit.Servers#all";

    private static LiveKitException failure(Single<?> call) {
        Object result =
                call.map(Object.class::cast).onErrorReturn(error -> error).blockingGet();
        assertThat(result).isInstanceOf(LiveKitException.class);
        return (LiveKitException) result;
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void stopOfAnUnknownEgressIsAlreadyEnded(Server server) {
        try (LiveKit livekit = server.connect()) {
            assertThat(livekit.egress().stop("EG_unknown").blockingGet())
                    .isInstanceOfSatisfying(AlreadyEnded.class, ended -> {
                        assertThat(ended.status()).isEmpty();
                        assertThat(ended.tries()).isEqualTo(1);
                    });
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void unknownEgressIsNotFound(Server server) {
        try (LiveKit livekit = server.connect()) {
            assertThat(livekit.egress().find("EG_unknown").isEmpty().blockingGet())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void missingRoomHasNoEgressAndTakesNone(Server server) {
        try (LiveKit livekit = server.connect()) {
            assertThat(livekit.egress().active("nobody-is-here").blockingGet()).isEmpty();
            LiveKitException refused = failure(livekit.egress()
                    .start("nobody-is-here", RoomComposite.grid().toFile("/out/x.mp4")));
            assertThat(refused.status()).hasValue(404);
            assertThat(refused.code()).contains("not_found");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void wrongSecretIsRefusedAndShowsNoToken(Server server) {
        try (LiveKit livekit = LiveKit.connect(server.url(), server.apiKey(), "a-secret-of-another-server-32-chars")) {
            LiveKitException refused = failure(livekit.egress().active("room"));
            assertThat(refused.kind()).isEqualTo(LiveKitException.Kind.REFUSED);
            assertThat(refused.status()).hasValue(401);
            assertThat(refused.toString()).doesNotContain("eyJ");
        }
    }
}
