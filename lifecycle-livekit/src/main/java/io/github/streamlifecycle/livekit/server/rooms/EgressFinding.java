package io.github.streamlifecycle.livekit.server.rooms;

import io.github.streamlifecycle.livekit.server.guard.EgressFacts;
import io.github.streamlifecycle.livekit.server.guard.EgressFacts.Stage;
import io.github.streamlifecycle.livekit.server.guard.EgressOwner;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An egress that LiveKit told of, as far as it is to be guarded.
 *
 * <table>
 *   <caption>Whose an egress is</caption>
 *   <tr><th>kind<th>room<th>owner
 *   <tr><td>room composite<td>its room<td>the host, by the rule
 *   <tr><td>participant<td>its room<td>that participant
 *   <tr><td>track, track composite<td>its room<td>the publisher of those tracks
 *   <tr><td>web<td>that which the application names, else it is left alone<td>the host, by the rule
 *   <tr><td>not known to the SDK<td>its room<td>the host, by the rule
 * </table>
 *
 * @param room the name of the room whose host it has
 * @param egress the egress
 */
record EgressFinding(String room, EgressFacts egress) {
    private static final Logger log = LoggerFactory.getLogger(EgressFinding.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** Returns the egress; empty if it has to be left alone. */
    static Optional<EgressFinding> of(EgressInfo info, EgressRules rules) {
        if (info.getEgressId().isBlank() || isSpared(info, rules)) {
            return Optional.empty();
        }
        return room(info, rules)
                .filter(name -> !name.isEmpty())
                .map(name -> new EgressFinding(
                        name,
                        new EgressFacts(
                                info.getEgressId(),
                                stage(info.getStatus()),
                                owner(info),
                                info.getRoomId(),
                                Math.max(0, info.getStartedAt() / NANOS_PER_MILLI))));
    }

    private static boolean isSpared(EgressInfo info, EgressRules rules) {
        try {
            return rules.leftAlone().test(info);
        } catch (Throwable thrown) {
            log.error("the filter threw, so {} is left alone", info.getEgressId(), thrown);
            return true;
        }
    }

    private static Optional<String> room(EgressInfo info, EgressRules rules) {
        if (info.getRequestCase() != EgressInfo.RequestCase.WEB) {
            return Optional.of(info.getRoomName());
        }
        try {
            return Objects.requireNonNull(rules.roomOfWebEgress().apply(info), "the room of a web egress");
        } catch (Throwable thrown) {
            log.error("the rule for web egress threw, so {} is left alone", info.getEgressId(), thrown);
            return Optional.empty();
        }
    }

    private static EgressOwner owner(EgressInfo info) {
        return switch (info.getRequestCase()) {
            case PARTICIPANT ->
                new EgressOwner.Participant(info.getParticipant().getIdentity());
            case TRACK -> new EgressOwner.PublisherOf(List.of(info.getTrack().getTrackId()));
            case TRACK_COMPOSITE ->
                new EgressOwner.PublisherOf(Stream.of(
                                info.getTrackComposite().getAudioTrackId(),
                                info.getTrackComposite().getVideoTrackId())
                        .filter(sid -> !sid.isEmpty())
                        .toList());
            case ROOM_COMPOSITE, WEB, REPLAY, REQUEST_NOT_SET -> new EgressOwner.Host();
        };
    }

    /** A status of a newer server says at least that the egress is known. */
    private static Stage stage(EgressStatus status) {
        return switch (status) {
            case EGRESS_STARTING, UNRECOGNIZED -> Stage.STARTING;
            case EGRESS_ACTIVE -> Stage.ACTIVE;
            case EGRESS_ENDING -> Stage.ENDING;
            case EGRESS_COMPLETE, EGRESS_FAILED, EGRESS_ABORTED, EGRESS_LIMIT_REACHED -> Stage.OVER;
        };
    }
}
