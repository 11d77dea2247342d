package io.github.streamlifecycle.livekit.testkit;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import livekit.LivekitEgress.DirectFileOutput;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.FileInfo;
import livekit.LivekitEgress.ImageOutput;
import livekit.LivekitEgress.ImagesInfo;
import livekit.LivekitEgress.SegmentedFileOutput;
import livekit.LivekitEgress.SegmentsInfo;
import livekit.LivekitEgress.StreamInfo;
import livekit.LivekitEgress.StreamInfoList;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.TrackEgressRequest;

/** What became of each output of an egress, as its record shows it. */
final class Outputs {
    private static final long BYTES_PER_SECOND = 75_000;
    private static final long SECONDS_PER_SEGMENT = 6;
    private static final long SECONDS_PER_IMAGE = 10;

    private Outputs() {}

    static void describe(Message request, EgressInfo.Builder info) {
        for (Object output : of(request)) {
            if (output instanceof EncodedFileOutput file) {
                info.addFileResults(FileInfo.newBuilder().setFilename(file.getFilepath()));
            } else if (output instanceof DirectFileOutput) {
                info.addFileResults(FileInfo.getDefaultInstance()); // named once it is known what the track is
            } else if (output instanceof StreamOutput stream) {
                stream.getUrlsList()
                        .forEach(url ->
                                info.addStreamResults(StreamInfo.newBuilder().setUrl(url)));
            } else if (output instanceof SegmentedFileOutput segments) {
                info.addSegmentResults(SegmentsInfo.newBuilder()
                        .setPlaylistName(segments.getPlaylistName())
                        .setLivePlaylistName(segments.getLivePlaylistName()));
            } else if (output instanceof ImageOutput images) {
                info.addImageResults(ImagesInfo.newBuilder().setFilenamePrefix(images.getFilenamePrefix()));
            }
        }
        if (request instanceof TrackEgressRequest track && track.hasWebsocketUrl()) {
            info.addStreamResults(StreamInfo.newBuilder().setUrl(track.getWebsocketUrl()));
        }
        mirror(info);
    }

    /** The lists of outputs, or what older clients have instead of them. */
    private static List<Object> of(Message request) {
        List<Object> listed = new ArrayList<>();
        List<Object> older = new ArrayList<>();
        for (FieldDescriptor field : request.getAllFields().keySet()) {
            if (field.isRepeated()) {
                listed.addAll((List<?>) request.getField(field));
            } else {
                older.add(request.getField(field));
            }
        }
        return Stream.of("file_outputs", "stream_outputs", "segment_outputs", "image_outputs")
                        .map(request.getDescriptorForType()::findFieldByName)
                        .allMatch(field -> field == null || request.getRepeatedFieldCount(field) == 0)
                ? older
                : listed;
    }

    /** All but streams, which begin when their other end has answered. */
    static void begin(EgressInfo.Builder info, long nanos) {
        info.getFileResultsBuilderList().forEach(file -> {
            file.setStartedAt(nanos);
            if (file.getFilename().isEmpty()) {
                file.setFilename(info.getTrack().getFile().getFilepath());
            }
        });
        info.getSegmentResultsBuilderList().forEach(segments -> segments.setStartedAt(nanos));
        info.getImageResultsBuilderList().forEach(images -> images.setStartedAt(nanos));
        mirror(info);
    }

    static void beginStreams(EgressInfo.Builder info, long nanos) {
        info.getStreamResultsBuilderList().forEach(stream -> stream.setStartedAt(nanos));
        mirror(info);
    }

    static void finish(EgressInfo.Builder info, long nanos) {
        info.getFileResultsBuilderList().forEach(file -> {
            long duration = nanos - file.getStartedAt();
            file.setEndedAt(nanos)
                    .setDuration(duration)
                    .setSize(bytes(duration))
                    .setLocation(file.getFilename());
            info.setManifestLocation(manifest(file.getFilename(), info.getEgressId()));
        });
        info.getStreamResultsBuilderList().forEach(stream -> {
            if (stream.getStartedAt() == 0) {
                stream.setStartedAt(nanos); // stopped before its other end had answered
            }
            stream.setEndedAt(nanos).setDuration(nanos - stream.getStartedAt()).setStatus(StreamInfo.Status.FINISHED);
        });
        info.getSegmentResultsBuilderList().forEach(segments -> {
            long duration = nanos - segments.getStartedAt();
            segments.setEndedAt(nanos)
                    .setDuration(duration)
                    .setSize(bytes(duration))
                    .setPlaylistLocation(segments.getPlaylistName())
                    .setLivePlaylistLocation(segments.getLivePlaylistName())
                    .setSegmentCount(1 + seconds(duration) / SECONDS_PER_SEGMENT);
        });
        info.getImageResultsBuilderList()
                .forEach(images -> images.setEndedAt(nanos)
                        .setImageCount(1 + seconds(nanos - images.getStartedAt()) / SECONDS_PER_IMAGE));
        mirror(info);
    }

    /** Nothing was recorded: everything ends as it begins. */
    static void abort(EgressInfo.Builder info, long nanos) {
        begin(info, nanos);
        info.getFileResultsBuilderList().forEach(file -> file.setEndedAt(nanos));
        info.getSegmentResultsBuilderList().forEach(segments -> segments.setEndedAt(nanos));
        info.getImageResultsBuilderList().forEach(images -> images.setEndedAt(nanos));
        mirror(info);
    }

    /** No output could be reached; returns the server's words for it. */
    static String fail(EgressInfo.Builder info, long nanos) {
        String error = "Connection refused: Could not connect";
        for (StreamInfo.Builder stream : info.getStreamResultsBuilderList()) {
            error = "Connection refused: Could not connect to " + host(stream.getUrl()) + ": Connection refused";
            stream.setStartedAt(nanos)
                    .setEndedAt(nanos)
                    .setStatus(StreamInfo.Status.FAILED)
                    .setError(error);
        }
        mirror(info);
        return error;
    }

    /** A single output also stands in the field that older clients read. */
    @SuppressWarnings("deprecation") // LiveKit still fills it
    private static void mirror(EgressInfo.Builder info) {
        List<StreamInfo> streams = info.getStreamResultsList();
        if (!streams.isEmpty()) {
            info.setStream(StreamInfoList.newBuilder().addAllInfo(streams));
        } else if (info.getFileResultsCount() == 1) {
            info.setFile(info.getFileResults(0));
        } else if (info.getSegmentResultsCount() == 1) {
            info.setSegments(info.getSegmentResults(0));
        }
    }

    private static String manifest(String filename, String egressId) {
        return filename.substring(0, filename.lastIndexOf('/') + 1) + egressId + ".json";
    }

    private static String host(String redactedUrl) {
        return String.valueOf(
                URI.create(redactedUrl.substring(0, redactedUrl.indexOf('{'))).getHost());
    }

    private static long bytes(long nanos) {
        return seconds(nanos) * BYTES_PER_SECOND + 1;
    }

    private static long seconds(long nanos) {
        return nanos / 1_000_000_000;
    }
}
