package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;

/**
 * The source of an egress that is encoded anew for its outputs. With one or more {@link EgressOutput}s it becomes an
 * {@link EgressRequest}. A value; a single {@link TrackEgress}, which is passed on as it was published, is not among
 * them.
 *
 * @since 0.1.0
 */
public abstract sealed class EgressSource
        permits RoomCompositeEgress, WebEgress, ParticipantEgress, TrackCompositeEgress {
    EgressSource() {}

    /**
     * Sends it to one or more outputs at once, at most one of a kind: streams (RTMP or SRT), file, segments, images.
     *
     * @param outputs the outputs
     * @return the request
     * @throws IllegalArgumentException if there is no output, or two are of the same kind
     */
    public EgressRequest to(EgressOutput... outputs) {
        Message.Builder request = builder();
        for (EgressOutput output : checked(outputs)) {
            request.addRepeatedField(fieldOf(request, output), output.message());
        }
        return request(request.build());
    }

    /**
     * Pushes it to a platform: short for {@link #to} with {@link EgressOutput#rtmp}.
     *
     * @param url an {@code rtmp://} or {@code rtmps://} URL, stream key included
     * @return the request
     * @throws IllegalArgumentException if it is not such a URL; the message names its scheme only, for the key's sake
     */
    public EgressRequest toRtmp(String url) {
        return to(EgressOutput.rtmp(url));
    }

    /**
     * Records it into a file: short for {@link #to} with {@link EgressOutput#file}.
     *
     * @param filepath the file's path on the egress worker, or in the storage the worker is configured for
     * @return the request
     * @throws IllegalArgumentException if the path is blank
     */
    public EgressRequest toFile(String filepath) {
        return to(EgressOutput.file(filepath));
    }

    private static List<EgressOutput> checked(EgressOutput... outputs) {
        if (outputs.length == 0) {
            throw new IllegalArgumentException("outputs must not be empty: []");
        }
        List<EgressOutput> all = new ArrayList<>();
        for (EgressOutput output : outputs) {
            for (EgressOutput other : all) {
                if (output.isOfSameKindAs(other)) {
                    throw new IllegalArgumentException(
                            "outputs must not hold two of one kind: " + other + " and " + output);
                }
            }
            all.add(output);
        }
        return all;
    }

    /** Returns the request's list of such outputs; every request for an encoded egress has one list for each kind. */
    private static FieldDescriptor fieldOf(Message.Builder request, EgressOutput output) {
        return request.getDescriptorForType().getFields().stream()
                .filter(field -> field.isRepeated()
                        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && field.getMessageType().equals(output.message().getDescriptorForType()))
                .findFirst()
                .orElseThrow();
    }

    /** Returns a new builder of LiveKit's message for this source. */
    abstract Message.Builder builder();

    /** Returns the request for such a message. */
    abstract EgressRequest request(Message message);

    /**
     * Describes the source, without what follows the host of a URL.
     *
     * @return a description that may be logged
     */
    @Override
    public abstract String toString();
}
