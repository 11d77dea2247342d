package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.Deed;
import io.github.streamlifecycle.livekit.HostileServer;
import io.github.streamlifecycle.livekit.api.LiveKitException.Kind;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every call, made of servers that answer with something else, or never: each fails with a type. */
class HostileAnswersTest {
    private static final EgressRequest RTMP = RoomCompositeEgress.grid().toRtmp("rtmp://127.0.0.1/live/stream-key");

    private static ServerApi api(HostileServer server, Deed deed) {
        return Connections.to(server.url(), deed.timeout()).api();
    }

    private static List<Single<?>> calls(ServerApi api) {
        return List.of(
                api.startEgress("room", RTMP),
                api.stopEgress("EG_1"),
                api.readEgress("EG_1"),
                api.activeEgress("room"),
                api.rooms("room"),
                api.participants("room"));
    }

    @ParameterizedTest
    @EnumSource
    void everyCallFailsWithAType(Deed deed) {
        try (HostileServer server = new HostileServer(deed)) {
            List<Object> failures = Flowable.fromIterable(calls(api(server, deed)))
                    .flatMapSingle(call -> call.map(Object.class::cast).onErrorReturn(error -> error))
                    .toList()
                    .timeout(2, TimeUnit.MINUTES)
                    .blockingGet();
            assertThat(failures)
                    .hasSize(6)
                    .allSatisfy(failure -> assertThat(failure)
                            .isInstanceOfSatisfying(
                                    LiveKitException.class,
                                    error -> assertThat(error.kind())
                                            .as(error.toString())
                                            .isEqualTo(deed.kind)));
        }
    }

    @Test
    void answerThatIsTooLargeIsRefusedByName() {
        try (HostileServer server = new HostileServer(Deed.PACKED_100_MEGABYTES)) {
            api(server, Deed.PACKED_100_MEGABYTES)
                    .stopEgress("EG_1")
                    .test()
                    .awaitDone(1, TimeUnit.MINUTES)
                    .assertError(error -> ((LiveKitException) error).kind() == Kind.AMBIGUOUS
                            && error.getMessage().contains("more than 32 MB"));
        }
    }
}
