package io.github.streamlifecycle.livekit.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.egress.EgressRequest;
import io.github.streamlifecycle.livekit.egress.ParticipantEgress;
import io.github.streamlifecycle.livekit.egress.RoomCompositeEgress;
import io.github.streamlifecycle.livekit.egress.TrackCompositeEgress;
import io.github.streamlifecycle.livekit.egress.TrackEgress;
import io.github.streamlifecycle.livekit.egress.WebEgress;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import livekit.LivekitEgress.EncodingOptionsPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TwirpApiTest {
    private static final int CALLS_AT_ONCE = 4;
    private static final int LISTS = 50;
    private static final int STOPS = 40;

    private final TwirpServer server = new TwirpServer();
    private final ServerConnection connection = ServerConnection.builder(
                    server.url(), "key", "0123456789abcdef0123456789abcdef")
            .callsAtOnce(CALLS_AT_ONCE)
            .build();
    private final ServerApi api = connection.api();

    @AfterEach
    void close() {
        connection.close();
        server.close();
    }

    static Stream<Arguments> starts() {
        return Stream.of(
                arguments(
                        RoomCompositeEgress.grid()
                                .with(request -> request.setPreset(EncodingOptionsPreset.H264_1080P_60)
                                        .setCustomBaseUrl("https://example.com/template")
                                        .setAudioOnly(true))
                                .toFile("/out/x.mp4"),
                        "StartRoomCompositeEgress"),
                arguments(WebEgress.at("https://example.com").toFile("/out/x.mp4"), "StartWebEgress"),
                arguments(ParticipantEgress.of("host").toFile("/out/x.mp4"), "StartParticipantEgress"),
                arguments(TrackCompositeEgress.of("TR_a", "TR_v").toFile("/out/x.mp4"), "StartTrackCompositeEgress"),
                arguments(TrackEgress.of("TR_a").toFile("/out/x.ogg"), "StartTrackEgress"));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void startSendsTheMessageAsItIs(EgressRequest request, String method) throws Exception {
        api.startEgress("room", request).blockingGet();
        TwirpServer.Request sent = server.requests().get(0);
        assertThat(sent.method()).isEqualTo("livekit.Egress/" + method);
        Message expected = request.messageFor("room");
        assertThat(expected.getParserForType().parseFrom(sent.body())).isEqualTo(expected);
    }

    @Test
    void startsAndStopsShareOneToken() {
        api.startEgress("room", RoomCompositeEgress.grid().toFile("/out/x.mp4")).blockingGet();
        api.stopEgress("EG_1").blockingGet();
        api.stopEgress("EG_2").blockingGet();
        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().stream().map(TwirpServer.Request::authorization))
                .doesNotContainNull()
                .containsOnly(server.requests().get(0).authorization());
    }

    @Test
    void stopsAndStartsNeverWaitForLists() {
        Disposable lists = Flowable.range(0, LISTS)
                .flatMapSingle(i -> api.activeEgress("room"), true, LISTS)
                .subscribe(answer -> {}, error -> {});
        Awaitility.await()
                .atMost(1, TimeUnit.MINUTES)
                .until(() -> server.count("livekit.Egress/ListEgress") == CALLS_AT_ONCE);

        Flowable.range(0, STOPS)
                .flatMapSingle(i -> api.stopEgress("EG_" + i), true, STOPS)
                .test()
                .awaitDone(1, TimeUnit.MINUTES)
                .assertValueCount(STOPS)
                .assertComplete();
        api.startEgress("room", RoomCompositeEgress.grid().toFile("/out/x.mp4"))
                .test()
                .awaitDone(1, TimeUnit.MINUTES)
                .assertValueCount(1);
        assertThat(server.count("livekit.Egress/ListEgress")).isEqualTo(CALLS_AT_ONCE);
        lists.dispose();
    }
}
