package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import livekit.LivekitEgress.StreamOutput;

/** Stream keys as LiveKit shows them: up to three characters of either end, never more than two thirds of the key. */
final class StreamKeys {
    private StreamKeys() {}

    /** The same request with no stream key in full. */
    static Message redacted(Message request) {
        Message.Builder shown = request.toBuilder();
        for (FieldDescriptor field : request.getAllFields().keySet()) {
            if (field.isRepeated() && request.getField(field) instanceof List<?> outputs) {
                for (int i = 0; i < outputs.size(); i++) {
                    if (outputs.get(i) instanceof StreamOutput output) {
                        shown.setRepeatedField(field, i, redacted(output));
                    }
                }
            } else if (request.getField(field) instanceof StreamOutput output) {
                shown.setField(field, redacted(output));
            }
        }
        return shown.build();
    }

    private static StreamOutput redacted(StreamOutput output) {
        List<String> urls =
                output.getUrlsList().stream().map(StreamKeys::redacted).toList();
        return output.toBuilder().clearUrls().addAllUrls(urls).build();
    }

    static String redacted(String url) {
        int key = url.lastIndexOf('/') + 1;
        return url.substring(0, key) + "{" + shown(url.substring(key)) + "}";
    }

    private static String shown(String key) {
        int shown = Math.min(3, key.length() / 3);
        return key.substring(0, shown) + "..." + key.substring(key.length() - shown);
    }
}
