package io.github.streamlifecycle.livekit;

import io.livekit.server.EgressServiceClient;
import io.livekit.server.EncodedOutputs;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.RoomCompositeEgressRequest;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;
import retrofit2.Call;

/**
 * A room composite egress: the whole room, laid out and mixed as one picture.
 *
 * @since 0.1.0
 */
public final class RoomComposite {
    private static final Set<String> RTMP = Set.of("rtmp", "rtmps");

    private final String layout;

    private RoomComposite(String layout) {
        this.layout = layout;
    }

    /**
     * A composite in LiveKit's {@code grid} layout.
     *
     * @return the composite
     */
    public static RoomComposite grid() {
        return layout("grid");
    }

    /**
     * A composite in a layout of LiveKit's own ({@code grid}, {@code speaker}, {@code single-speaker}) or of your own.
     *
     * @param layout the layout's name
     * @return the composite
     */
    public static RoomComposite layout(String layout) {
        return new RoomComposite(Inputs.named("layout", layout));
    }

    /**
     * Pushes the composite to a platform.
     *
     * @param url an {@code rtmp://} or {@code rtmps://} URL, stream key included
     * @return the request
     * @throws IllegalArgumentException if it is not such a URL; the message names its scheme only, for the key's sake
     */
    public EgressRequest toRtmp(String url) {
        String scheme = scheme(url);
        if (!RTMP.contains(scheme)) {
            throw new IllegalArgumentException("an RTMP output needs an rtmp:// or rtmps:// URL, not "
                    + (scheme.isEmpty() ? "one without a scheme" : scheme + "://"));
        }
        StreamOutput output = StreamOutput.newBuilder()
                .setProtocol(StreamProtocol.RTMP)
                .addUrls(url)
                .build();
        return new Request(layout, new EncodedOutputs(null, output, null, null), scheme + "://...");
    }

    /**
     * Records the composite into a file on the egress worker, or in the storage the worker is configured for.
     *
     * @param filepath the file's path there; LiveKit takes the container from its ending
     * @return the request
     */
    public EgressRequest toFile(String filepath) {
        EncodedFileOutput output = EncodedFileOutput.newBuilder()
                .setFilepath(Inputs.named("filepath", filepath))
                .build();
        return new Request(layout, new EncodedOutputs(output, null, null, null), filepath);
    }

    private static String scheme(String url) {
        try {
            String scheme = new URI(url).getScheme();
            return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            // some stream keys are no legal URI; LiveKit takes them, and only the scheme matters here
            int end = url.indexOf("://");
            return end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        }
    }

    static final class Request extends EgressRequest {
        private final String layout;
        private final EncodedOutputs outputs;
        private final String target;

        private Request(String layout, EncodedOutputs outputs, String target) {
            this.layout = layout;
            this.outputs = outputs;
            this.target = target;
        }

        @Override
        boolean mayHaveStarted(EgressInfo info) {
            RoomCompositeEgressRequest started = info.getRoomComposite();
            List<EncodedFileOutput> files =
                    Optional.ofNullable(outputs.getFileOutput()).map(List::of).orElse(List.of());
            int streams = outputs.getStreamOutput() == null ? 0 : 1;
            return info.hasRoomComposite()
                    && started.getLayout().equals(layout)
                    && paths(started.getFileOutputsList()).equals(paths(files))
                    && started.getStreamOutputsCount() == streams;
        }

        private static List<String> paths(List<EncodedFileOutput> files) {
            return files.stream().map(EncodedFileOutput::getFilepath).toList();
        }

        @Override
        Call<EgressInfo> start(EgressServiceClient client, String room) {
            return client.startRoomCompositeEgress(room, outputs, layout);
        }

        @Override
        public String toString() {
            return "room composite (" + layout + ") to " + target;
        }
    }
}
