package io.github.streamlifecycle.livekit.testkit;

import java.util.List;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.FileInfo;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StreamInfo;
import livekit.LivekitEgress.StreamInfoList;
import livekit.LivekitEgress.StreamOutput;

/** The outputs of an egress as its record shows them: the request without stream keys, and what became of each. */
final class Outputs {
    private Outputs() {}

    static void describe(RoomCompositeEgressRequest request, EgressInfo.Builder info) {
        RoomCompositeEgressRequest.Builder shown = request.toBuilder().clearStreamOutputs();
        request.getStreamOutputsList().stream().map(Outputs::redacted).forEach(shown::addStreamOutputs);
        info.setRoomComposite(shown);
        for (EncodedFileOutput file : request.getFileOutputsList()) {
            info.addFileResults(FileInfo.newBuilder().setFilename(file.getFilepath()));
        }
        for (StreamOutput stream : shown.getStreamOutputsList()) {
            stream.getUrlsList()
                    .forEach(
                            url -> info.addStreamResults(StreamInfo.newBuilder().setUrl(url)));
        }
        mirror(info);
    }

    static void begin(EgressInfo.Builder info, long nanos) {
        info.getFileResultsBuilderList().forEach(file -> file.setStartedAt(nanos));
        info.getStreamResultsBuilderList().forEach(stream -> stream.setStartedAt(nanos));
        mirror(info);
    }

    static void finish(EgressInfo.Builder info, long nanos) {
        info.getFileResultsBuilderList()
                .forEach(file -> file.setEndedAt(nanos)
                        .setDuration(nanos - file.getStartedAt())
                        .setLocation(file.getFilename()));
        info.getStreamResultsBuilderList()
                .forEach(stream -> stream.setEndedAt(nanos)
                        .setDuration(nanos - stream.getStartedAt())
                        .setStatus(StreamInfo.Status.FINISHED));
        mirror(info);
    }

    /** A single output also stands in the field that older clients read. */
    @SuppressWarnings("deprecation") // LiveKit still fills it
    private static void mirror(EgressInfo.Builder info) {
        List<StreamInfo> streams = info.getStreamResultsList();
        if (!streams.isEmpty()) {
            info.setStream(StreamInfoList.newBuilder().addAllInfo(streams));
        } else if (info.getFileResultsCount() == 1) {
            info.setFile(info.getFileResults(0));
        }
    }

    private static StreamOutput redacted(StreamOutput output) {
        List<String> urls =
                output.getUrlsList().stream().map(StreamKeys::redacted).toList();
        return output.toBuilder().clearUrls().addAllUrls(urls).build();
    }
}
