package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageOrBuilder;
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
    static String webhook(MessageOrBuilder message) {
        return print(WEBHOOK, message);
    }

    /** As in Twirp answers: snake_case, defaults written. */
    static String twirp(MessageOrBuilder message) {
        return print(TWIRP, message);
    }

    static void parse(String json, Message.Builder into) throws InvalidProtocolBufferException {
        PARSER.merge(json, into);
    }

    private static String print(JsonFormat.Printer printer, MessageOrBuilder message) {
        try {
            JsonElement json = JsonParser.parseString(printer.print(message));
            return ordered(json, message.getDescriptorForType()).toString();
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalStateException("a message of LiveKit's own cannot be printed", impossible);
        }
    }

    private static JsonElement ordered(JsonElement json, Descriptor type) {
        JsonObject from = json.getAsJsonObject();
        JsonObject to = new JsonObject();
        for (FieldDescriptor field : type.getFields()) {
            for (String name : new String[] {field.getJsonName(), field.getName()}) {
                JsonElement value = from.get(name);
                if (value != null && !to.has(name)) {
                    to.add(name, ordered(value, field));
                }
            }
        }
        return to;
    }

    private static JsonElement ordered(JsonElement value, FieldDescriptor field) {
        if (field.isMapField() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE || value.isJsonNull()) {
            return value;
        }
        if (!field.isRepeated()) {
            return ordered(value, field.getMessageType());
        }
        JsonArray ordered = new JsonArray();
        value.getAsJsonArray().forEach(item -> ordered.add(ordered(item, field.getMessageType())));
        return ordered;
    }
}
