package io.github.streamlifecycle.livekit.server.webhook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.io.IOException;
import java.io.StringReader;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names of enum values that our schema does not have. A protobuf parser that ignores unknown fields ignores them too,
 * which leaves the value zero: a participant of a new kind would count as STANDARD, an egress with a new status as
 * STARTING. Here they become a number that no value has, and so {@code UNRECOGNIZED}.
 *
 * <p>Texts without such names, nearly all, are looked through once without making anything of them.
 */
final class NewerEnums {
    private static final JsonPrimitive UNRECOGNIZED = new JsonPrimitive(-1);
    private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS = new ConcurrentHashMap<>();

    private NewerEnums() {}

    /**
     * The same text with such names replaced.
     *
     * @throws IOException if it is not JSON
     */
    static String unrecognized(String json, Descriptor type) throws IOException {
        JsonReader in = new JsonReader(new StringReader(json));
        if (!isIn(in, type)) {
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("more than one value");
            }
            return json;
        }
        JsonElement tree = JsonParser.parseString(json);
        replaceIn(tree, type);
        return tree.toString();
    }

    private static boolean isIn(JsonReader in, Descriptor type) throws IOException {
        if (in.peek() != JsonToken.BEGIN_OBJECT) {
            in.skipValue();
            return false;
        }
        boolean found = false;
        Map<String, FieldDescriptor> fields = fieldsOf(type);
        in.beginObject();
        while (!found && in.hasNext()) {
            FieldDescriptor field = fields.get(in.nextName());
            if (field == null) {
                in.skipValue();
            } else if (in.peek() == JsonToken.BEGIN_ARRAY) {
                in.beginArray();
                while (!found && in.hasNext()) {
                    found = isValue(in, field);
                }
                if (!found) {
                    in.endArray();
                }
            } else {
                found = isValue(in, field);
            }
        }
        if (!found) {
            in.endObject();
        }
        return found;
    }

    private static boolean isValue(JsonReader in, FieldDescriptor field) throws IOException {
        if (field.getJavaType() == JavaType.MESSAGE) {
            return isIn(in, field.getMessageType());
        }
        if (in.peek() == JsonToken.STRING) {
            return isNewer(in.nextString(), field.getEnumType());
        }
        in.skipValue();
        return false;
    }

    private static void replaceIn(JsonElement json, Descriptor type) {
        if (!json.isJsonObject()) {
            return;
        }
        JsonObject object = json.getAsJsonObject();
        fieldsOf(type).forEach((name, field) -> {
            JsonElement value = object.get(name);
            if (value == null) {
                return;
            }
            if (value.isJsonArray()) {
                JsonArray array = value.getAsJsonArray();
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, replaced(array.get(i), field));
                }
            } else {
                object.add(name, replaced(value, field));
            }
        });
    }

    private static JsonElement replaced(JsonElement value, FieldDescriptor field) {
        if (field.getJavaType() == JavaType.MESSAGE) {
            replaceIn(value, field.getMessageType());
            return value;
        }
        boolean isText = value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        return isText && isNewer(value.getAsString(), field.getEnumType()) ? UNRECOGNIZED : value;
    }

    /** Numbers may be written as texts too. */
    private static boolean isNewer(String value, EnumDescriptor type) {
        return type.findValueByName(value) == null && !isNumber(value);
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty() && value.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    }

    /** The fields by both names that JSON may have for them: those of enums, and of messages that may hold some. */
    private static Map<String, FieldDescriptor> fieldsOf(Descriptor type) {
        Map<String, FieldDescriptor> known = FIELDS.get(type);
        return known != null ? known : FIELDS.computeIfAbsent(type, NewerEnums::relevantFieldsOf);
    }

    private static Map<String, FieldDescriptor> relevantFieldsOf(Descriptor type) {
        return type.getFields().stream()
                .filter(field -> field.getJavaType() == JavaType.ENUM || isOwnMessage(field))
                .flatMap(field -> Stream.of(field.getName(), field.getJsonName())
                        .distinct()
                        .map(name -> Map.entry(name, field)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Not a map, nor one of protobuf's well-known types, whose JSON is not that of their fields. */
    private static boolean isOwnMessage(FieldDescriptor field) {
        return field.getJavaType() == JavaType.MESSAGE
                && !field.isMapField()
                && !field.getMessageType().getFile().getPackage().equals("google.protobuf");
    }
}
