package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.util.List;
import livekit.LivekitEgress.ListEgressResponse;
import livekit.LivekitModels.ParticipantInfo;

/** What livekit-server 1.13.5 says in fields that the SDK's schema does not have yet. */
final class NewerFields {
    private static final int CAPABILITIES = 21;
    private static final List<String> CAPABILITY_NAMES =
            List.of("CAP_UNUSED", "CAP_PACKET_TRAILER", "CAP_COMPRESSION_DEFLATE_RAW");

    private NewerFields() {}

    /** What the SDK of a participant can do, by LiveKit's names. */
    static UnknownFieldSet capabilities(String... names) {
        UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
        for (String name : names) {
            field.addVarint(CAPABILITY_NAMES.indexOf(name));
        }
        return UnknownFieldSet.newBuilder()
                .addField(CAPABILITIES, field.build())
                .build();
    }

    /** Adds them with their defaults left out. */
    static void addPresentTo(JsonObject json, Message message) {
        if (message instanceof ParticipantInfo && message.getUnknownFields().hasField(CAPABILITIES)) {
            json.add("capabilities", capabilitiesOf(message));
        }
    }

    /** Adds them with their defaults. */
    static void addAllTo(JsonObject json, Message message) {
        if (message instanceof ParticipantInfo) {
            json.add("capabilities", capabilitiesOf(message));
        } else if (message instanceof ListEgressResponse) {
            json.add("next_page_token", JsonNull.INSTANCE);
        }
    }

    private static JsonArray capabilitiesOf(Message message) {
        JsonArray names = new JsonArray();
        message.getUnknownFields()
                .getField(CAPABILITIES)
                .getVarintList()
                .forEach(number -> names.add(CAPABILITY_NAMES.get(number.intValue())));
        return names;
    }
}
