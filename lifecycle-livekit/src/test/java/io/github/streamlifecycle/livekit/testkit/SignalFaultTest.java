package io.github.streamlifecycle.livekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitRtc.LeaveRequest.Action;
import livekit.LivekitRtc.SignalResponse.MessageCase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Each trouble of signalling, as a participant sees it. */
class SignalFaultTest {
    private static final Duration LONG = Duration.ofDays(1);

    @RegisterExtension
    static final LiveKitExtension livekit = LiveKitExtension.ofDefaults();

    private final LiveKitDouble server = livekit.server();
    private final TwirpCalls api = new TwirpCalls(server);

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }

    private static void awaitJoin(Subscriber subscriber) {
        await().until(() -> subscriber.heard(MessageCase.JOIN).count() == 1);
    }

    private Subscriber join() {
        return new Subscriber(server, "room", "agent");
    }

    @BeforeEach
    void letHostIn() {
        server.joinAndPublish("room", "host");
    }

    @Test
    void cutEndsTheSocketAndNoMore() {
        try (Subscriber subscriber = join()) {
            awaitJoin(subscriber);
            server.disturb(SignalFault.cut());
            await().until(subscriber::isEnded);
            assertThat(subscriber.heard(MessageCase.LEAVE)).isEmpty();
            assertThat(api.identities("room")).contains("watcher");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "UNRECOGNIZED", mode = Mode.EXCLUDE)
    void leaveIsSaidOnceWithReasonAndAction(Action action) {
        try (Subscriber subscriber = join()) {
            awaitJoin(subscriber);
            server.disturb(SignalFault.leave(DisconnectReason.SERVER_SHUTDOWN, action));
            await().until(subscriber::isEnded);
            assertThat(subscriber.heard(MessageCase.LEAVE)).singleElement().satisfies(message -> {
                assertThat(message.getLeave().getReason()).isEqualTo(DisconnectReason.SERVER_SHUTDOWN);
                assertThat(message.getLeave().getAction()).isEqualTo(action);
            });
            assertThat(api.identities("room").contains("watcher")).isEqualTo(action == Action.RESUME);
        }
    }

    @Test
    void silentServerAnswersNoPingUntilItIsOver() {
        try (Subscriber subscriber = join()) {
            awaitJoin(subscriber);
            server.disturb(SignalFault.silence(LONG));
            subscriber.ping();
            try (Subscriber late = new Subscriber(server, "other", "agent")) {
                // by then the server has read the ping, too
                await().until(() -> api.identities("other").contains("watcher"));
                assertThat(late.heard()).isEmpty();
                server.disturb(SignalFault.silence(Duration.ZERO));
                awaitJoin(late);
            }
            subscriber.ping();
            await().until(() -> subscriber.heard(MessageCase.PONG_RESP).count() > 0);
            assertThat(subscriber.heard(MessageCase.PONG_RESP)).hasSize(1);
        }
    }

    @Test
    void refusalIsA401ForThoseWhoJoin() {
        try (Subscriber there = join()) {
            awaitJoin(there);
            server.disturb(SignalFault.refusal(LONG));
            assertThatThrownBy(this::join)
                    .hasCauseInstanceOf(WebSocketHandshakeException.class)
                    .satisfies(refused -> assertThat(((WebSocketHandshakeException) refused.getCause())
                                    .getResponse()
                                    .statusCode())
                            .isEqualTo(401));
            there.ping();
            await().until(() -> there.heard(MessageCase.PONG_RESP).count() == 1);
            server.disturb(SignalFault.refusal(Duration.ZERO));
            join().close();
        }
    }

    @Test
    void restartCutsAllAndLeavesNoServer() {
        try (Subscriber there = join()) {
            awaitJoin(there);
            server.disturb(SignalFault.restart(LONG));
            await().until(there::isEnded);
            assertThatThrownBy(this::join).isNotInstanceOf(WebSocketHandshakeException.class);
            assertThat(api.identities("room")).contains("host");
            server.disturb(SignalFault.restart(Duration.ZERO));
            try (Subscriber back = join()) {
                awaitJoin(back);
            }
        }
    }
}
