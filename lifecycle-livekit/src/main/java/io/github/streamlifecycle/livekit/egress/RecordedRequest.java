package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The comparison of a request with the copy of it that is in a record of the server. LiveKit keeps what was sent, hides
 * secrets, and may add options of its own; so only tracks and outputs have to be the same in both, and of the options
 * those that were sent.
 */
final class RecordedRequest {
    private static final Set<String> TRACKS = Set.of("audio_track_id", "video_track_id", "track_id");

    private static final Set<String> OUTPUTS =
            Set.of("file_outputs", "stream_outputs", "segment_outputs", "image_outputs");

    /** Storages, whose credentials are hidden wholly or in part, and webhooks, which are not about the egress. */
    private static final Set<String> NOT_COMPARED = Set.of("s3", "gcp", "azure", "aliOSS", "webhooks");

    private static final String STREAM_URLS = "urls";

    private RecordedRequest() {}

    static boolean shows(Message record, Message sent) {
        return hasSameTracks(record, sent) && hasNoMoreOutputs(record, sent) && agree(record, sent);
    }

    private static boolean hasSameTracks(Message record, Message sent) {
        return sent.getDescriptorForType().getFields().stream()
                .filter(field -> TRACKS.contains(field.getName()))
                .allMatch(field -> record.getField(field).equals(sent.getField(field)));
    }

    private static boolean hasNoMoreOutputs(Message record, Message sent) {
        return sent.getDescriptorForType().getFields().stream()
                .filter(field -> OUTPUTS.contains(field.getName()))
                .allMatch(field -> record.getRepeatedFieldCount(field) == sent.getRepeatedFieldCount(field));
    }

    private static boolean agree(Message shown, Message sent) {
        return sent.getAllFields().entrySet().stream()
                .filter(field -> !NOT_COMPARED.contains(field.getKey().getName()))
                .allMatch(field -> agree(shown, field.getKey(), field.getValue()));
    }

    private static boolean agree(Message shown, FieldDescriptor field, Object sent) {
        if (!field.isRepeated()) {
            // one of a choice: the default of another is no answer
            return (!field.hasPresence() || shown.hasField(field)) && agreeOne(field, shown.getField(field), sent);
        }
        List<?> all = (List<?>) sent;
        return shown.getRepeatedFieldCount(field) == all.size()
                && IntStream.range(0, all.size())
                        .allMatch(i -> agreeOne(field, shown.getRepeatedField(field, i), all.get(i)));
    }

    private static boolean agreeOne(FieldDescriptor field, Object shown, Object sent) {
        if (sent instanceof Message message) {
            return agree((Message) shown, message);
        }
        return field.getName().equals(STREAM_URLS)
                ? TargetUrl.isShownAs((String) shown, (String) sent)
                : shown.equals(sent);
    }
}
