package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.Fusion.StayState;
import io.github.streamlifecycle.livekit.room.Fusion.Voice;
import io.github.streamlifecycle.livekit.room.LeftReason.Meaning;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fact behind a ruling: what it is, who said it and when. */
record Evidence(Reason reason, Optional<Source> source, long atMillis) {
    private static final Evidence NONE = new Evidence(Reason.NOTHING_KNOWN, Optional.empty(), 0);

    static Evidence of(Look look, StayState stays, Voice voice) {
        return switch (voice) {
            case MEDIA -> look.stay() == null ? NONE : ofMedia(look.stay().media());
            case LEASE -> ofLease(look.person().lease());
            case SERVER -> look.stay() == null ? ofRoom(look, stays) : ofStay(look, look.stay(), stays);
        };
    }

    private static Evidence ofMedia(@Nullable Reading<MediaSign> media) {
        if (media == null) {
            return NONE;
        }
        Reason reason = switch (media.sign()) {
            case NO_SIGN -> Reason.CONNECTED;
            case FLOWS -> Reason.MEDIA_FLOWS;
            case STALLED -> Reason.MEDIA_STALLED;
            case QUALITY_LOST -> Reason.QUALITY_LOST;
        };
        return new Evidence(reason, Optional.of(Source.MEDIA_WATCH), media.atMillis());
    }

    private static Evidence ofLease(@Nullable Reading<LeaseSign> lease) {
        if (lease == null) {
            return NONE;
        }
        Reason reason = switch (lease.sign()) {
            case RENEWED -> Reason.LEASE_RENEWED;
            case SILENT -> Reason.LEASE_SILENT;
            case SOCKET_CLOSED -> Reason.LEASE_SOCKET_CLOSED;
            case MEDIA_DOWN -> Reason.LEASE_MEDIA_DOWN;
            case GOODBYE -> Reason.GOODBYE;
        };
        return new Evidence(reason, Optional.of(Source.LEASE), lease.atMillis());
    }

    private static Evidence ofStay(Look look, Stay stay, StayState stays) {
        return switch (stays) {
            case UNKNOWN -> NONE;
            case THERE -> ofPresence(look, stay);
            case DOUBTFUL -> stay.meaning() == Meaning.DOUBTFUL ? ofEnding(stay.ending()) : ofLists(look);
            case MISSING -> ofLists(look);
            case GONE -> look.facts().isOver(stay.began()) ? ofRoom(look, stays) : ofEnding(stay.ending());
        };
    }

    private static Evidence ofPresence(Look look, Stay stay) {
        if (stay.meaning() == Meaning.REPLACED) {
            return ofEnding(stay.ending());
        }
        Reason reason = look.hasTracks() ? Reason.PUBLISHES : Reason.CONNECTED;
        Reading<Source> listed = new Reading<>(stay.listedAt(), Source.POLLING);
        Reading<Source> watched =
                stay.media() == null ? null : new Reading<>(stay.media().atMillis(), Source.MEDIA_WATCH);
        Reading<Source> said = Reading.later(Reading.later(stay.seen(), watched), listed);
        return said == null ? NONE : said(reason, said);
    }

    private static Evidence ofLists(Look look) {
        return said(Reason.NOT_LISTED, new Reading<>(look.facts().lists().latest(), Source.POLLING));
    }

    private static Evidence ofEnding(@Nullable Ending ending) {
        if (ending == null) {
            return NONE;
        }
        Reason reason = switch (ending.reason().meaning()) {
            case STAYS -> Reason.CONNECTED;
            case DOUBTFUL -> Reason.HAS_TO_RECONNECT;
            case REPLACED -> Reason.JOINED_AGAIN;
            case LOST -> Reason.CONNECTION_LOST;
            case LEFT -> Reason.LEFT;
        };
        return said(reason, ending.said());
    }

    private static Evidence ofRoom(Look look, StayState stays) {
        if (stays != StayState.GONE) {
            return NONE;
        }
        RoomFacts facts = look.facts();
        RoomMoment end = facts.isFinishedSince(0) ? facts.finished() : facts.creation();
        return said(Reason.ROOM_FINISHED, new Reading<>(end.atMillis(), end.source()));
    }

    private static Evidence said(Reason reason, Reading<Source> said) {
        return new Evidence(reason, Optional.of(said.sign()), said.atMillis());
    }
}
