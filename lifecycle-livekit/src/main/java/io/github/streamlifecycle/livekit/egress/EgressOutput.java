package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.github.streamlifecycle.livekit.checks.Checks;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.ImageOutput;
import livekit.LivekitEgress.SegmentedFileOutput;
import livekit.LivekitEgress.StreamOutput;
import livekit.LivekitEgress.StreamProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The place where an egress goes: streaming platforms, or files on the egress worker or in the storage it is configured
 * for. An egress takes several outputs at once, one of a kind: see {@link EgressSource#to}.
 *
 * <p>File names may hold LiveKit's templates, such as <code>{room_name}</code> and <code>{time}</code>. An output with
 * more options, such as a storage of its own, is taken as LiveKit's message by {@code of}:
 *
 * <pre>{@code
 * EgressOutput.of(EncodedFileOutput.newBuilder()
 *         .setFilepath("{room_name}-{time}.mp4")
 *         .setS3(S3Upload.newBuilder().setBucket("recordings").setAccessKey(key).setSecret(secret))
 *         .build())
 * }</pre>
 *
 * @since 0.1.0
 */
public final class EgressOutput {
    private final Message message;

    private EgressOutput(Message message) {
        this.message = message;
    }

    /**
     * Takes a file.
     *
     * @param message LiveKit's output
     * @return the output
     */
    public static EgressOutput of(EncodedFileOutput message) {
        return new EgressOutput(message);
    }

    /**
     * Takes a push to streaming platforms.
     *
     * @param message LiveKit's output
     * @return the output
     */
    public static EgressOutput of(StreamOutput message) {
        return new EgressOutput(message);
    }

    /**
     * Takes segments and their playlist.
     *
     * @param message LiveKit's output
     * @return the output
     */
    public static EgressOutput of(SegmentedFileOutput message) {
        return new EgressOutput(message);
    }

    /**
     * Takes pictures.
     *
     * @param message LiveKit's output
     * @return the output
     */
    public static EgressOutput of(ImageOutput message) {
        return new EgressOutput(message);
    }

    /**
     * Makes a push to one or more platforms over RTMP.
     *
     * @param url an {@code rtmp://} or {@code rtmps://} URL, stream key included
     * @param moreUrls further URLs of that kind
     * @return the output
     * @throws IllegalArgumentException if one is not such a URL; the message names its scheme only, for the key's sake
     */
    public static EgressOutput rtmp(String url, String... moreUrls) {
        return stream(StreamProtocol.RTMP, urls(url, moreUrls), "rtmp", "rtmps");
    }

    /**
     * Makes a push to one or more receivers over SRT.
     *
     * @param url an {@code srt://} URL
     * @param moreUrls further URLs of that kind
     * @return the output
     * @throws IllegalArgumentException if one is not such a URL; the message names its scheme only
     */
    public static EgressOutput srt(String url, String... moreUrls) {
        return stream(StreamProtocol.SRT, urls(url, moreUrls), "srt");
    }

    /**
     * Makes a file.
     *
     * @param filepath the file's path; LiveKit takes the container from its ending
     * @return the output
     * @throws IllegalArgumentException if the path is blank
     */
    public static EgressOutput file(String filepath) {
        return of(EncodedFileOutput.newBuilder()
                .setFilepath(Checks.notBlank("filepath", filepath))
                .build());
    }

    /**
     * Makes HLS: segments of some seconds, and a playlist of them.
     *
     * @param filenamePrefix the beginning of the path of every segment
     * @param playlistName the playlist's file name
     * @return the output
     * @throws IllegalArgumentException if one of them is blank
     */
    public static EgressOutput segments(String filenamePrefix, String playlistName) {
        return of(SegmentedFileOutput.newBuilder()
                .setFilenamePrefix(Checks.notBlank("filenamePrefix", filenamePrefix))
                .setPlaylistName(Checks.notBlank("playlistName", playlistName))
                .build());
    }

    /**
     * Makes a picture at a fixed interval.
     *
     * @param filenamePrefix the beginning of the path of every picture
     * @param every the interval, in whole seconds
     * @return the output
     * @throws IllegalArgumentException if the prefix is blank, or the interval is not positive or not of whole seconds
     */
    public static EgressOutput images(String filenamePrefix, Duration every) {
        return of(ImageOutput.newBuilder()
                .setFilenamePrefix(Checks.notBlank("filenamePrefix", filenamePrefix))
                .setCaptureInterval(Checks.wholeSeconds("every", every))
                .build());
    }

    private static List<String> urls(String first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toList();
    }

    private static EgressOutput stream(StreamProtocol protocol, List<String> urls, String... schemes) {
        urls.forEach(url -> TargetUrl.scheme("an output over " + protocol, url, schemes));
        return of(
                StreamOutput.newBuilder().setProtocol(protocol).addAllUrls(urls).build());
    }

    Message message() {
        return message;
    }

    boolean isOfSameKindAs(EgressOutput other) {
        return message.getClass() == other.message.getClass();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EgressOutput output && message.equals(output.message);
    }

    @Override
    public int hashCode() {
        return message.hashCode();
    }

    /**
     * Describes the output without stream keys and credentials.
     *
     * @return a description that may be logged
     */
    @Override
    public String toString() {
        return Description.ofOutput(message);
    }
}
