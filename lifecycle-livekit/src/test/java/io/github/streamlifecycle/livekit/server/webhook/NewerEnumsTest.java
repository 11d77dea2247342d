package io.github.streamlifecycle.livekit.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.streamlifecycle.livekit.server.Recorded;
import io.github.streamlifecycle.livekit.server.Signed;
import java.io.IOException;
import livekit.LivekitEgress.EgressStatus;
import livekit.LivekitModels.DisconnectReason;
import livekit.LivekitModels.ParticipantInfo.Kind;
import livekit.LivekitModels.TrackType;
import livekit.LivekitWebhook.WebhookEvent;
import org.junit.jupiter.api.Test;

/** A value that our schema does not have is never taken for the one that is zero. */
class NewerEnumsTest {
    private static WebhookEvent read(String json) throws IOException {
        return EventJson.read(Signed.utf8(json));
    }

    private static String same(String json) throws IOException {
        return NewerEnums.unrecognized(json, WebhookEvent.getDescriptor());
    }

    @Test
    void newKindOfParticipantIsNotStandard() throws IOException {
        assertThat(read("{\"participant\":{\"kind\":\"ROBOT\"}}")
                        .getParticipant()
                        .getKind())
                .isEqualTo(Kind.UNRECOGNIZED);
        assertThat(read("{\"participant\":{\"kind\":99}}").getParticipant().getKind())
                .isEqualTo(Kind.UNRECOGNIZED);
        assertThat(read("{\"participant\":{\"kind\":\"99\"}}").getParticipant().getKind())
                .isEqualTo(Kind.UNRECOGNIZED);
        assertThat(read("{\"participant\":{\"kind\":\"AGENT\"}}")
                        .getParticipant()
                        .getKind())
                .isEqualTo(Kind.AGENT);
        assertThat(read("{\"participant\":{\"kind\":4}}").getParticipant().getKind())
                .isEqualTo(Kind.AGENT);
        assertThat(read("{\"participant\":{}}").getParticipant().getKind()).isEqualTo(Kind.STANDARD);
    }

    @Test
    void newStatusOfEgressIsNotStarting() throws IOException {
        assertThat(read("{\"egressInfo\":{\"status\":\"EGRESS_PAUSED\"}}")
                        .getEgressInfo()
                        .getStatus())
                .isEqualTo(EgressStatus.UNRECOGNIZED);
        assertThat(read("{\"egress_info\":{\"status\":\"EGRESS_PAUSED\"}}")
                        .getEgressInfo()
                        .getStatus())
                .isEqualTo(EgressStatus.UNRECOGNIZED);
    }

    @Test
    void newReasonToLeaveIsUnrecognized() throws IOException {
        assertThat(read("{\"participant\":{\"disconnectReason\":\"BORED\"}}")
                        .getParticipant()
                        .getDisconnectReason())
                .isEqualTo(DisconnectReason.UNRECOGNIZED);
    }

    @Test
    void newTypeOfOneTrackLeavesTheOthers() throws IOException {
        assertThat(read("{\"participant\":{\"tracks\":[{\"type\":\"VIDEO\"},{\"type\":\"SMELL\",\"sid\":\"TR_2\"}]}}")
                        .getParticipant()
                        .getTracksList())
                .satisfiesExactly(first -> assertThat(first.getType()).isEqualTo(TrackType.VIDEO), second -> {
                    assertThat(second.getType()).isEqualTo(TrackType.UNRECOGNIZED);
                    assertThat(second.getSid()).isEqualTo("TR_2");
                });
    }

    @Test
    void valuesInUnknownFieldsAndMapsAreLeftAlone() throws IOException {
        String json = "{\"new\":{\"kind\":\"ROBOT\"},\"participant\":{\"attributes\":{\"kind\":\"ROBOT\"},"
                + "\"metadata\":\"{\\\"kind\\\":\\\"ROBOT\\\"}\",\"kind\":null,\"tracks\":null}}";
        assertThat(same(json)).isSameAs(json);
        assertThat(read(json).getParticipant().getAttributesMap()).containsEntry("kind", "ROBOT");
    }

    @Test
    void recordingsHaveNone() throws IOException {
        for (JsonObject webhook : Recorded.webhooks()) {
            String json = webhook.toString();
            assertThat(same(json)).isSameAs(json);
        }
    }
}
