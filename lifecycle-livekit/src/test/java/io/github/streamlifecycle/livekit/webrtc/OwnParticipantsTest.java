package io.github.streamlifecycle.livekit.webrtc;

import static org.assertj.core.api.Assertions.assertThat;

import io.reactivex.rxjava3.core.Single;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import livekit.LivekitModels.ParticipantInfo;
import livekit.LivekitModels.ParticipantInfo.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Another device is told from this client's own participants, its ghosts included. */
class OwnParticipantsTest {
    private final List<ParticipantInfo> room = new ArrayList<>();
    private long now = Long.MAX_VALUE - 5;
    private final OwnParticipants own = new OwnParticipants("host", Single.fromCallable(() -> room), () -> now);

    private void joins(String sid, String identity, State state) {
        room.add(ParticipantInfo.newBuilder()
                .setSid(sid)
                .setIdentity(identity)
                .setState(state)
                .build());
    }

    private boolean isReplaced() {
        return own.isReplaced().blockingGet();
    }

    private static WhipException answered(int status) {
        return new WhipException(WhipException.Kind.REFUSED, status, "refused", null);
    }

    private static WhipException unanswered() {
        return new WhipException(WhipException.Kind.UNREACHABLE, "cut");
    }

    @ParameterizedTest
    @EnumSource(names = {"JOINING", "JOINED", "ACTIVE"})
    void strangerUnderTheSameIdentityIsAnotherDevice(State state) {
        joins("PA_other", "host", state);
        assertThat(isReplaced()).isTrue();
    }

    @Test
    void otherIdentitiesAndThoseWhoLeftAreNoOtherDevice() {
        joins("PA_viewer", "viewer", State.ACTIVE);
        joins("PA_gone", "host", State.DISCONNECTED);
        assertThat(isReplaced()).isFalse();
    }

    @Test
    void sessionThatWasAnsweredIsOurs() {
        own.answered(new WhipResource(URI.create("http://127.0.0.1/whip/v1/PA_1"), "", new Sdp("")));
        joins("PA_1", "host", State.ACTIVE);
        assertThat(isReplaced()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"JOINING", "JOINED"})
    void ghostOfALostAnswerIsNoOtherDevice(State state) {
        own.failed(unanswered());
        joins("PA_ghost", "host", state);
        assertThat(isReplaced()).isFalse();
    }

    @Test
    void activeParticipantIsAnotherDeviceAnyway() {
        own.failed(unanswered());
        joins("PA_ghost", "host", State.JOINED);
        joins("PA_other", "host", State.ACTIVE);
        assertThat(isReplaced()).isTrue();
    }

    @Test
    void ghostsLastTwoMinutes() {
        own.failed(unanswered());
        joins("PA_ghost", "host", State.JOINED);
        now += OwnParticipants.GHOST_WITHIN.toNanos() - 1;
        assertThat(isReplaced()).isFalse();
        now++;
        assertThat(isReplaced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 429})
    void offerThatWasRefusedLeavesNoGhost(int status) {
        own.failed(answered(status));
        joins("PA_other", "host", State.JOINED);
        assertThat(isReplaced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504})
    void serverErrorMayLeaveAGhost(int status) {
        own.failed(answered(status));
        joins("PA_ghost", "host", State.JOINED);
        assertThat(isReplaced()).isFalse();
    }
}
