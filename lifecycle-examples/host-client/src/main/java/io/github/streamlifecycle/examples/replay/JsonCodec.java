package io.github.streamlifecycle.examples.replay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import java.util.ArrayList;
import java.util.List;

/** Writes a value as JSON and reads it back. */
interface JsonCodec<T> {
    JsonElement encode(T value);

    T decode(JsonElement json);

    static JsonCodec<Boolean> flag() {
        return new JsonCodec<>() {
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

    /** Returns a codec for a protobuf message, which writes it as LiveKit does. */
    static <T extends Message> JsonCodec<T> message(T empty) {
        return new JsonCodec<>() {
            @Override
            public JsonElement encode(T value) {
                try {
                    return JsonParser.parseString(JsonFormat.printer().print(value));
                } catch (InvalidProtocolBufferException impossible) {
                    throw new IllegalStateException("a protobuf message cannot be printed", impossible);
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
                    throw new IllegalArgumentException("not a protobuf message: " + json, e);
                }
            }
        };
    }

    static <T> JsonCodec<List<T>> listOf(JsonCodec<T> items) {
        return new JsonCodec<>() {
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
