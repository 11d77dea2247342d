package io.github.streamlifecycle.livekit.server.rooms;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner;
import java.util.List;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressInfo.RequestCase;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitEgress.ParticipantEgressRequest;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.TrackCompositeEgressRequest;
import livekit.LivekitEgress.TrackEgressRequest;
import livekit.LivekitEgress.WebEgressRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EgressFindingTest {
    private static final EgressRules WEB_IS_OF_ROOM = new EgressRules(info -> false, info -> Optional.of("page"));

    private static EgressInfo.Builder of(RequestCase kind) {
        EgressInfo.Builder info = EgressInfo.newBuilder()
                .setEgressId("EG_1")
                .setRoomName(kind == RequestCase.WEB ? "" : "room")
                .setRoomId("RM_1")
                .setStartedAt(5_000_000)
                .setStatus(EgressStatus.EGRESS_ACTIVE);
        return switch (kind) {
            case ROOM_COMPOSITE -> info.setRoomComposite(RoomCompositeEgressRequest.getDefaultInstance());
            case WEB -> info.setWeb(WebEgressRequest.getDefaultInstance());
            case PARTICIPANT ->
                info.setParticipant(ParticipantEgressRequest.newBuilder().setIdentity("guest"));
            case TRACK -> info.setTrack(TrackEgressRequest.newBuilder().setTrackId("TR_1"));
            case TRACK_COMPOSITE ->
                info.setTrackComposite(TrackCompositeEgressRequest.newBuilder().setVideoTrackId("TR_2"));
            case REPLAY, REQUEST_NOT_SET -> info;
        };
    }

    @ParameterizedTest
    @EnumSource
    void everyKindHasItsOwner(RequestCase kind) {
        EgressFinding found = EgressFinding.of(of(kind).build(), WEB_IS_OF_ROOM).orElseThrow();
        EgressOwner expected = switch (kind) {
            case ROOM_COMPOSITE, WEB, REPLAY, REQUEST_NOT_SET -> new EgressOwner.Host();
            case PARTICIPANT -> new EgressOwner.Participant("guest");
            case TRACK -> new EgressOwner.PublisherOf(List.of("TR_1"));
            case TRACK_COMPOSITE -> new EgressOwner.PublisherOf(List.of("TR_2"));
        };
        assertThat(found.egress().owner()).isEqualTo(expected);
        assertThat(found.room()).isEqualTo(kind == RequestCase.WEB ? "page" : "room");
        assertThat(found.egress().startedAtMillis()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void everyStatusIsAStage(EgressStatus status) {
        int number = status == EgressStatus.UNRECOGNIZED ? 77 : status.getNumber();
        EgressInfo info = of(RequestCase.ROOM_COMPOSITE).setStatusValue(number).build();
        assertThat(EgressFinding.of(info, EgressRules.NONE)
                        .orElseThrow()
                        .egress()
                        .stage())
                .isEqualTo(
                        switch (status) {
                            case EGRESS_STARTING, UNRECOGNIZED -> Stage.STARTING;
                            case EGRESS_ACTIVE -> Stage.ACTIVE;
                            case EGRESS_ENDING -> Stage.ENDING;
                            default -> Stage.OVER;
                        });
    }

    @Test
    void egressWithoutIdOrRoomIsNone() {
        assertThat(EgressFinding.of(EgressInfo.getDefaultInstance(), EgressRules.NONE))
                .isEmpty();
        EgressInfo nowhere = of(RequestCase.ROOM_COMPOSITE).setRoomName("").build();
        assertThat(EgressFinding.of(nowhere, EgressRules.NONE)).isEmpty();
    }
}
