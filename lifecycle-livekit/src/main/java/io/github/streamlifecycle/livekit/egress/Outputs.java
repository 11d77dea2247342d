package io.github.streamlifecycle.livekit.egress;

import com.google.protobuf.Message;
import io.livekit.server.EncodedOutputs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import livekit.LivekitEgress.EncodedFileOutput;
import livekit.LivekitEgress.ImageOutput;
import livekit.LivekitEgress.SegmentedFileOutput;
import livekit.LivekitEgress.StreamOutput;
import org.jspecify.annotations.Nullable;

/** The outputs of one egress, at most one of a kind: the SDK has room for no more, LiveKit refuses more. */
final class Outputs {
    /** The fields that every request for an encoded egress has for them. */
    private static final List<String> FIELDS =
            List.of("file_outputs", "stream_outputs", "segment_outputs", "image_outputs");

    private final List<EgressOutput> all;

    private Outputs(List<EgressOutput> all) {
        this.all = all;
    }

    static Outputs of(EgressOutput... outputs) {
        if (outputs.length == 0) {
            throw new IllegalArgumentException("outputs must not be empty: []");
        }
        List<EgressOutput> all = new ArrayList<>();
        for (EgressOutput output : outputs) {
            all.stream()
                    .filter(other -> other.isOfKind(output.sent().getClass()))
                    .findFirst()
                    .ifPresent(other -> {
                        throw new IllegalArgumentException(
                                "outputs must not hold two of one kind: " + other + " and " + output);
                    });
            all.add(output);
        }
        return new Outputs(List.copyOf(all));
    }

    EncodedOutputs encoded() {
        return new EncodedOutputs(
                sent(EncodedFileOutput.class),
                sent(StreamOutput.class),
                sent(SegmentedFileOutput.class),
                sent(ImageOutput.class));
    }

    private <T extends Message> @Nullable T sent(Class<T> kind) {
        return all.stream()
                .filter(output -> output.isOfKind(kind))
                .map(output -> kind.cast(output.sent()))
                .findFirst()
                .orElse(null);
    }

    /** Whether the request part of a record shows these outputs and no other. */
    boolean areThoseOf(Message request) {
        List<Message> shown =
                FIELDS.stream().flatMap(field -> values(request, field)).toList();
        return shown.size() == all.size()
                && all.stream().allMatch(output -> shown.stream().anyMatch(output::isShownAs));
    }

    private static Stream<Message> values(Message request, String field) {
        Object values = request.getField(request.getDescriptorForType().findFieldByName(field));
        return ((List<?>) values).stream().map(Message.class::cast);
    }

    @Override
    public String toString() {
        return all.stream().map(EgressOutput::toString).collect(Collectors.joining(" and "));
    }
}
