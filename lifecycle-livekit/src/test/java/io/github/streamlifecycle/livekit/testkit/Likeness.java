package io.github.streamlifecycle.livekit.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What two pieces of JSON must have in common to be alike: their fields, in their order, with their values. Ids are
 * numbered as they appear, so that it matters where the same one appears again.
 */
final class Likeness {
    /**
     * Differs from run to run: times, what follows from them, the random number of a media stream, and the version of a
     * participant, which is 6 in one and 7 in another run of a host that is killed.
     */
    private static final Set<String> VARYING = Set.of(
            "createdat",
            "creationtime",
            "creationtimems",
            "joinedat",
            "joinedatms",
            "startedat",
            "endedat",
            "updatedat",
            "unixmicro",
            "duration",
            "size",
            "ssrc",
            "version");

    private static final Pattern ID = Pattern.compile("\\b(EG|RM|PA|TR|EV)_\\w+|\\w{8}-\\w{4}-\\w{4}-\\w{4}-\\w{12}");

    private final Map<String, String> ids = new HashMap<>();

    List<String> of(JsonElement json) {
        List<String> fields = new ArrayList<>();
        add(json, "", fields);
        return fields;
    }

    private void add(JsonElement json, String path, List<String> fields) {
        if (json.isJsonObject()) {
            JsonObject object = json.getAsJsonObject();
            fields.add(path + "{" + object.size() + "}");
            object.entrySet().forEach(field -> add(field.getValue(), path + "/" + field.getKey(), fields));
        } else if (json.isJsonArray()) {
            fields.add(path + "[" + json.getAsJsonArray().size() + "]");
            json.getAsJsonArray().forEach(item -> add(item, path, fields));
        } else if (json.isJsonNull()) {
            fields.add(path + "=null");
        } else {
            fields.add(path + "=" + value(json.getAsString(), path));
        }
    }

    private String value(String value, String path) {
        String field = path.substring(path.lastIndexOf('/') + 1).replace("_", "");
        if (VARYING.contains(field.toLowerCase(Locale.ROOT))) {
            return value.equals("0") ? "0" : "varies";
        }
        return ID.matcher(value).replaceAll(id -> ids.computeIfAbsent(id.group(), unseen -> "id" + ids.size()));
    }
}
