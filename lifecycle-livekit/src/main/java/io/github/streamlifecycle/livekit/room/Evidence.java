package io.github.streamlifecycle.livekit.room;

import io.github.streamlifecycle.livekit.room.Fusion.StayState;
import io.github.streamlifecycle.livekit.room.Fusion.Voice;
import io.github.streamlifecycle.livekit.room.LeftReason.Meaning;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fact behind a ruling, with its source and its time. */
record Evidence(Reason reason, Optional<Source> source, long atMillis) {
    private static final Evidence NONE = new Evidence(Reason.NOTHING_KNOWN, Optional.empty(), 0);

    static Evidence of(PersonView view, StayState stays, Voice voice) {
        return switch (voice) {
            case MEDIA -> view.stay() == null ? NONE : ofMedia(view.stay().media());
            case LEASE -> ofLease(view.person().lease());
            case SERVER -> view.stay() == null ? ofRoomOnly(view, stays) : ofStay(view, view.stay(), stays);
        };
    }

    static Evidence ofMedia(@Nullable Reading<MediaSign> media) {
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

    static Evidence ofLease(@Nullable Reading<LeaseSign> lease) {
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

    private static Evidence ofStay(PersonView view, Stay stay, StayState stays) {
        return switch (stays) {
            case UNKNOWN, UNHEARD -> NONE;
            case THERE -> ofPresence(view, stay);
            case DOUBTFUL -> stay.meaning() == Meaning.DOUBTFUL ? ofEnding(stay.ending()) : ofLists(view);
            case MISSING -> ofLists(view);
            case GONE -> view.facts().isOver(stay.began()) ? ofRoom(view) : ofEnding(stay.ending());
        };
    }

    private static Evidence ofPresence(PersonView view, Stay stay) {
        if (stay.meaning() == Meaning.REPLACED) {
            return ofEnding(stay.ending());
        }
        Reason reason = view.hasTracks() ? Reason.PUBLISHES : Reason.CONNECTED;
        Reading<Source> listed = new Reading<>(stay.listedAt(), Source.POLLING);
        Reading<Source> watched =
                stay.media() == null ? null : new Reading<>(stay.media().atMillis(), Source.MEDIA_WATCH);
        Reading<Source> said = Reading.later(Reading.later(stay.seen(), watched), listed);
        return said == null ? NONE : said(reason, said);
    }

    static Evidence ofLists(PersonView view) {
        return said(Reason.NOT_LISTED, new Reading<>(view.facts().lists().latest(), Source.POLLING));
    }

    static Evidence ofEnding(@Nullable Ending ending) {
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

    private static Evidence ofRoomOnly(PersonView view, StayState stays) {
        return switch (stays) {
            case GONE -> ofRoom(view);
            case DOUBTFUL, MISSING -> ofLists(view);
            default -> NONE;
        };
    }

    /** Returns the end of the room that a stay belonged to. */
    static Evidence ofRoom(PersonView view) {
        RoomFacts facts = view.facts();
        RoomMoment end = facts.isFinishedSince(0) ? facts.finished() : facts.creation();
        return said(Reason.ROOM_FINISHED, new Reading<>(end.atMillis(), end.source()));
    }

    private static Evidence said(Reason reason, Reading<Source> said) {
        return new Evidence(reason, Optional.of(said.sign()), said.atMillis());
    }
}
