package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.ImageOutput;
import livekit.LivekitEgress.SegmentedFileOutput;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;

/**
 * Where an egress goes: to streaming platforms, or into files on the egress worker or in the storage it is configured
 * for. An egress takes several at once, one of a kind: see {@link EgressSource#to}.
 *
 * <p>File names may hold LiveKit's templates, such as <code>{room_name}</code> and <code>{time}</code>.
 *
 * @since 0.1.0
 */
public final class EgressOutput {
    private final Message sent;
    private final String target;

    private EgressOutput(Message sent, String target) {
        this.sent = sent;
        this.target = target;
    }

    /**
     * A push to one or more platforms over RTMP.
     *
     * @param url an {@code rtmp://} or {@code rtmps://} URL, stream key included
     * @param moreUrls further ones
     * @return the output
     * @throws IllegalArgumentException if one is not such a URL; the message names its scheme only, for the key's sake
     */
    public static EgressOutput rtmp(String url, String... moreUrls) {
        return stream(StreamProtocol.RTMP, urls(url, moreUrls), "rtmp", "rtmps");
    }

    /**
     * A push to one or more receivers over SRT.
     *
     * @param url an {@code srt://} URL
     * @param moreUrls further ones
     * @return the output
     * @throws IllegalArgumentException if one is not such a URL; the message names its scheme only
     */
    public static EgressOutput srt(String url, String... moreUrls) {
        return stream(StreamProtocol.SRT, urls(url, moreUrls), "srt");
    }

    /**
     * A file.
     *
     * @param filepath the file's path; LiveKit takes the container from its ending
     * @return the output
     * @throws IllegalArgumentException if the path is blank
     */
    public static EgressOutput file(String filepath) {
        Message file = EncodedFileOutput.newBuilder()
                .setFilepath(Checks.named("filepath", filepath))
                .build();
        return new EgressOutput(file, filepath);
    }

    /**
     * HLS: segments of some seconds, and a playlist of them.
     *
     * @param filenamePrefix how the path of every segment begins
     * @param playlistName the playlist's file name
     * @return the output
     * @throws IllegalArgumentException if one of them is blank
     */
    public static EgressOutput segments(String filenamePrefix, String playlistName) {
        Message segments = SegmentedFileOutput.newBuilder()
                .setFilenamePrefix(Checks.named("filenamePrefix", filenamePrefix))
                .setPlaylistName(Checks.named("playlistName", playlistName))
                .build();
        return new EgressOutput(segments, "segments " + filenamePrefix + " (" + playlistName + ")");
    }

    /**
     * A picture at a fixed interval.
     *
     * @param filenamePrefix how the path of every picture begins
     * @param every the interval, in whole seconds
     * @return the output
     * @throws IllegalArgumentException if the prefix is blank, or the interval is not positive or not of whole seconds
     */
    public static EgressOutput images(String filenamePrefix, Duration every) {
        Message images = ImageOutput.newBuilder()
                .setFilenamePrefix(Checks.named("filenamePrefix", filenamePrefix))
                .setCaptureInterval(Checks.wholeSeconds("every", every))
                .build();
        return new EgressOutput(images, "images " + filenamePrefix + " every " + every.toSeconds() + " s");
    }

    private static List<String> urls(String first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toList();
    }

    private static EgressOutput stream(StreamProtocol protocol, List<String> urls, String... schemes) {
        String what = "an output over " + protocol;
        String target = urls.stream()
                .map(url -> TargetUrl.scheme(what, url, schemes) + "://...")
                .collect(Collectors.joining(" and "));
        StreamOutput stream =
                StreamOutput.newBuilder().setProtocol(protocol).addAllUrls(urls).build();
        return new EgressOutput(stream, target);
    }

    Message sent() {
        return sent;
    }

    boolean isOfKind(Class<?> message) {
        return message.isInstance(sent);
    }

    /** Whether an output in a record may be this one: it holds all that was sent, stream keys aside. */
    boolean isShownAs(Message shown) {
        return isOfKind(shown.getClass())
                && sent.getAllFields().entrySet().stream()
                        .allMatch(field -> agree(field.getValue(), shown.getField(field.getKey())));
    }

    private static boolean agree(Object sent, Object shown) {
        // the only lists are those of URLs
        if (sent instanceof List<?> urls && shown instanceof List<?> shownUrls) {
            return urls.size() == shownUrls.size()
                    && IntStream.range(0, urls.size())
                            .allMatch(i -> TargetUrl.isShownAs((String) shownUrls.get(i), (String) urls.get(i)));
        }
        return sent.equals(shown);
    }

    /**
     * Where it goes, without stream keys.
     *
     * @return a description that may be logged
     */
    @Override
    public String toString() {
        return target;
    }
}
