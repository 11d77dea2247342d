package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;

/** Protobuf JSON as LiveKit writes it: fields in the order in which the schema declares them, not by number. */
final class ProtoJson {
    private static final JsonFormat.Printer WEBHOOK = JsonFormat.printer().omittingInsignificantWhitespace();
    private static final JsonFormat.Printer TWIRP = JsonFormat.printer()
            .omittingInsignificantWhitespace()
            .preservingProtoFieldNames()
            .alwaysPrintFieldsWithNoPresence();
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    private ProtoJson() {}

    /** As in webhooks: camelCase, defaults left out. */
    static String webhook(Message message) {
        JsonElement json = print(WEBHOOK, message);
        return ordered(json, message, NewerFields::addPresentTo).toString();
    }

    /** As in Twirp answers: snake_case, defaults written. */
    static String twirp(Message message) {
        JsonElement json = print(TWIRP, message);
        return ordered(json, message, NewerFields::addAllTo).toString();
    }

    static void parse(String json, Message.Builder into) throws InvalidProtocolBufferException {
        PARSER.merge(json, into);
    }

    private static JsonElement print(JsonFormat.Printer printer, Message message) {
        try {
            return JsonParser.parseString(printer.print(message));
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("a message of LiveKit's own cannot be printed", impossible);
        }
    }

    /** What is newer than the SDK's schema. */
    private interface Newer {
        void addTo(JsonObject json, Message message);
    }

    private static JsonElement ordered(JsonElement json, Message message, Newer newer) {
        JsonObject from = json.getAsJsonObject();
        JsonObject to = new JsonObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            for (String name : new String[] {field.getJsonName(), field.getName()}) {
                JsonElement value = from.get(name);
                if (value != null && !to.has(name)) {
                    to.add(name, ordered(value, field, message, newer));
                }
            }
        }
        newer.addTo(to, message);
        return to;
    }

    private static JsonElement ordered(JsonElement value, FieldDescriptor field, Message parent, Newer newer) {
        if (field.isMapField() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || value.isJsonNull()) {
            return value;
        }
        if (!field.isRepeated()) {
            return ordered(value, (Message) parent.getField(field), newer);
        }
        JsonArray ordered = new JsonArray();
        for (JsonElement item : value.getAsJsonArray()) {
            ordered.add(ordered(item, (Message) parent.getRepeatedField(field, ordered.size()), newer));
        }
        return ordered;
    }
}
