package io.github.streamlifecycle.examples;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;

/** A value as JSON and back. */
interface Codec<T> {
    JsonElement encode(T value);

    T decode(JsonElement json);

    static Codec<Boolean> flag() {
        return new Codec<>() {
            @Override
            public JsonElement encode(Boolean value) {
                return new JsonPrimitive(value);
            }

            @Override
            public Boolean decode(JsonElement json) {
                return json.getAsBoolean();
            }
        };
    }

    /** A protobuf message as LiveKit's own JSON. */
    static <T extends Message> Codec<T> message(T empty) {
        return new Codec<>() {
            @Override
            public JsonElement encode(T value) {
                try {
                    return JsonParser.parseString(JsonFormat.printer().print(value));
                } catch (InvalidProtocolBufferException impossible) {
                    throw new IllegalStateException("a message of LiveKit's own cannot be printed", impossible);
                }
            }

            @Override
            public T decode(JsonElement json) {
                try {
                    Message.Builder builder = empty.newBuilderForType();
                    JsonFormat.parser().ignoringUnknownFields().merge(json.toString(), builder);
                    @SuppressWarnings("unchecked") // a builder of T builds a T
                    T parsed = (T) builder.build();
                    return parsed;
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalArgumentException("not a message of LiveKit's: " + json, e);
                }
            }
        };
    }

    static <T> Codec<List<T>> listOf(Codec<T> items) {
        return new Codec<>() {
            @Override
            public JsonElement encode(List<T> values) {
                JsonArray all = new JsonArray();
                values.forEach(value -> all.add(items.encode(value)));
                return all;
            }

            @Override
            public List<T> decode(JsonElement json) {
                List<T> values = new ArrayList<>();
                json.getAsJsonArray().forEach(item -> values.add(items.decode(item)));
                return values;
            }
        };
    }
}
