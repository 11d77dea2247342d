package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import livekit.LivekitEgress.DirectFileOutput;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.ImageOutput;
import livekit.LivekitEgress.SegmentedFileOutput;
import livekit.LivekitEgress.StreamOutput;

/**
 * The texts by which requests and outputs are logged. They are made of what is known to be no secret; every other field
 * that is set is named, and its value is not shown.
 */
final class Description {
    /** The fields of requests and outputs whose values are shown, or need not be named. */
    private static final Set<String> SHOWN = Set.of(
            "room_name",
            "layout",
            "url",
            "identity",
            "audio_track_id",
            "video_track_id",
            "track_id",
            "websocket_url",
            "urls",
            "protocol",
            "filepath",
            "filename_prefix",
            "playlist_name",
            "capture_interval");

    private Description() {}

    static String of(EgressKind kind, Message request) {
        List<Message> outputs = outputs(request).toList();
        Stream<String> targets = Stream.concat(
                outputs.stream().map(Description::target),
                text(request, "websocket_url").map(TargetUrl::schemeOnly).stream());
        return subject(kind, request)
                + joined(" to ", targets, " and ")
                + joined(
                        " with ",
                        Stream.concat(Stream.of(request), outputs.stream())
                                .flatMap(Description::further)
                                .distinct(),
                        ", ");
    }

    /** Returns the description of an output alone. */
    static String ofOutput(Message output) {
        return target(output) + joined(" with ", further(output), ", ");
    }

    private static String joined(String prefix, Stream<String> parts, String separator) {
        String text = parts.collect(Collectors.joining(separator));
        return text.isEmpty() ? "" : prefix + text;
    }

    private static String subject(EgressKind kind, Message request) {
        return switch (kind) {
            case ROOM_COMPOSITE -> "room composite (" + text(request, "layout").orElse("default") + ")";
            case WEB ->
                "web page ("
                        + text(request, "url").flatMap(TargetUrl::schemeAndHost).orElse(TargetUrl.HIDDEN) + ")";
            case PARTICIPANT -> "participant (" + text(request, "identity").orElse("") + ")";
            case TRACK_COMPOSITE -> "track composite (" + tracks(request) + ")";
            case TRACK -> "track (" + text(request, "track_id").orElse("") + ")";
        };
    }

    private static String tracks(Message request) {
        return Stream.of("audio", "video")
                .flatMap(media -> text(request, media + "_track_id").map(id -> media + " " + id).stream())
                .collect(Collectors.joining(", "));
    }

    private static String target(Message output) {
        if (output instanceof StreamOutput stream) {
            return joined("", stream.getUrlsList().stream().map(TargetUrl::schemeOnly), " and ");
        } else if (output instanceof SegmentedFileOutput segments) {
            return "segments " + segments.getFilenamePrefix() + " (" + segments.getPlaylistName() + ")";
        } else if (output instanceof ImageOutput images) {
            return "images " + images.getFilenamePrefix() + " every " + images.getCaptureInterval() + " s";
        }
        return text(output, "filepath").orElse("a file");
    }

    /** Returns the outputs of a request, in LiveKit's order: files, streams, segments, images. */
    private static Stream<Message> outputs(Message request) {
        return request.getAllFields().values().stream()
                .flatMap(Description::each)
                .filter(Description::isOutput)
                .map(Message.class::cast);
    }

    private static Stream<?> each(Object value) {
        return value instanceof List<?> values ? values.stream() : Stream.of(value);
    }

    private static boolean isOutput(Object value) {
        return value instanceof EncodedFileOutput
                || value instanceof StreamOutput
                || value instanceof SegmentedFileOutput
                || value instanceof ImageOutput
                || value instanceof DirectFileOutput;
    }

    /** Returns the names of the fields whose values are not shown. */
    private static Stream<String> further(Message message) {
        return message.getAllFields().entrySet().stream()
                .filter(field -> each(field.getValue()).noneMatch(Description::isOutput))
                .map(field -> field.getKey().getName())
                .filter(name -> !SHOWN.contains(name));
    }

    private static Optional<String> text(Message message, String name) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
        return Optional.ofNullable(field)
                .map(message::getField)
                .map(String.class::cast)
                .filter(text -> !text.isEmpty());
    }
}
