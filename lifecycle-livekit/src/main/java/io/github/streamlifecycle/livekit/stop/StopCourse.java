package io.github.streamlifecycle.livekit.stop;

import io.github.streamlifecycle.livekit.api.LiveKitException;
import io.github.streamlifecycle.livekit.egress.EgressStatuses;
import io.github.streamlifecycle.livekit.stop.StopReceipt.Tries;
import io.github.streamlifecycle.livekit.stop.StopStep.Ask;
import io.github.streamlifecycle.livekit.stop.StopStep.End;
import io.github.streamlifecycle.livekit.stop.StopStep.FindRecorder;
import io.github.streamlifecycle.livekit.stop.StopStep.Finding;
import io.github.streamlifecycle.livekit.stop.StopStep.Look;
import io.github.streamlifecycle.livekit.stop.StopStep.LookThenAsk;
import io.github.streamlifecycle.livekit.stop.StopStep.ReadRefused;
import java.time.Duration;
import java.util.Optional;
import livekit.LivekitEgress.EgressInfo;
import livekit.LivekitEgress.EgressStatus;
import org.jspecify.annotations.Nullable;

/**
 * The course of one stop of one egress: from the result of a step to the next step. It decides and does nothing; time is an
 * argument.
 *
 * <pre>
 *   Ask ── not wanted ──────────────────▶ HostReturned
 *    ▲ ├── 200 ──────────────▶ Look ◀───────────── not ended ─┐
 *    │ │                        └─ ended ─▶ Stopped           │
 *    │ ├── 404 not_found ──────────────────▶ AlreadyEnded     │
 *    │ ├── 412 ─▶ ReadRefused ── ended ────▶ AlreadyEnded     │
 *    │ │           ├──────────────────────────────────────────┘
 *    │ │           └─ unread ─┐
 *    │ ├── ambiguous, 5xx ────┴─▶ LookThenAsk ── not wanted ──▶ HostReturned
 *    │ │                           ▲   ├─ ended ──────────────▶ Stopped
 *    │ │                           │   ├─ ENDING ─▶ Look
 *    │ │                           └───┤ out of reach
 *    │ │                               ├─ may be dead ─▶ FindRecorder ─▶ DeadRecord
 *    └─┼───────────────────────────────┴──────────────────┘
 *      └── refused ──────────────────────▶ GaveUp
 * </pre>
 */
final class StopCourse {
    /** The circumstances of a finding: the time since the stop began, and how many stops are in flight. */
    record Moment(Duration at, int stopsInFlight) {}

    /** A worker that does not end an egress within this time after it was told to has forgotten it. */
    private static final Duration ACCEPTED_IN_VAIN = Duration.ofSeconds(30);

    private final String egressId;
    private final DeadRecordSigns signs = new DeadRecordSigns();
    /** Written by one step at a time, read by deadlines and webhooks at any time. */
    private volatile Tries tries = Tries.NONE;

    private volatile @Nullable EgressStatus known;
    private volatile @Nullable Duration acceptedAt;
    private volatile LiveKitException unfinished;

    StopCourse(String egressId) {
        this.egressId = egressId;
        this.unfinished = unanswered("has not been sent: it is in line behind other stops");
    }

    /** Takes in that StopEgress is being sent, and returns the number of that call. */
    int sent() {
        tries = tries.plusMade();
        unfinished = unanswered("has not been answered");
        return tries.made();
    }

    private LiveKitException unanswered(String how) {
        return LiveKitException.of(0, "", "StopEgress of " + egressId + " " + how);
    }

    /** Whether the server has accepted the stop, so that it cannot be withdrawn. */
    boolean isAccepted() {
        return acceptedAt != null;
    }

    StopStep on(Finding finding, Moment moment) {
        if (finding instanceof Finding.Accepted accepted) {
            tries = tries.plusAnswered();
            return confirm(accepted.info(), moment);
        } else if (finding instanceof Finding.Failed failed) {
            return afterFailure(failed.error(), moment);
        } else if (finding instanceof Finding.Unwanted) {
            return new End(hostReturned(moment.at()));
        } else if (finding instanceof Finding.Unknown) {
            return new End(new StopReceipt.AlreadyEnded(egressId, Optional.empty(), tries, moment.at()));
        } else if (finding instanceof Finding.NoRecorder) {
            return signs.isDeadWithoutRecorder(moment.at()) ? new End(deadRecord(moment.at())) : new Ask();
        } else if (finding instanceof Finding.Recorder) {
            signs.onRecorder();
        }
        return new Ask();
    }

    private StopStep afterFailure(LiveKitException error, Moment moment) {
        unfinished = error;
        if (error.status().isPresent()) {
            tries = tries.plusAnswered();
        }
        signs.onFailure(error);
        return switch (error.kind()) {
            case ALREADY_ENDED ->
                error.isNotFound()
                        ? new End(new StopReceipt.AlreadyEnded(egressId, Optional.empty(), tries, moment.at()))
                        : new ReadRefused(error);
            case REFUSED -> new End(gaveUp(moment.at()));
            case AMBIGUOUS -> askAgain(moment);
        };
    }

    private StopStep askAgain(Moment moment) {
        Duration pause = StopPace.retry(egressId, tries.made(), moment.at());
        return new LookThenAsk(signs.atMostUntilNextSign(pause, moment.at()));
    }

    /** Decides after {@link Look}, {@link LookThenAsk} or {@link ReadRefused} have read the egress or failed to. */
    StopStep onRead(StopStep step, Finding finding, Moment moment) {
        if (step instanceof Look look) {
            return onLook(look, finding, moment);
        } else if (step instanceof LookThenAsk) {
            return finding instanceof Finding.Read read ? onAmbiguous(read.info(), moment) : onUnread(finding, moment);
        } else if (finding instanceof Finding.Read read) {
            return isTerminal(read.info())
                    ? new End(new StopReceipt.AlreadyEnded(
                            egressId, Optional.of(read.info().getStatus()), tries, moment.at()))
                    : confirm(read.info(), moment);
        }
        return finding instanceof Finding.Unread ? askAgain(moment) : on(finding, moment);
    }

    private StopStep onLook(Look look, Finding finding, Moment moment) {
        if (finding instanceof Finding.Unknown) {
            return on(finding, moment);
        }
        StopStep next = new Look(StopPace.nextLook(look.pause(), moment.at()));
        if (finding instanceof Finding.Read read) {
            known = read.info().getStatus();
            unfinished = LiveKitException.notEnded(egressId, read.info().getStatus());
            if (isTerminal(read.info())) {
                return new End(ended(read.info(), moment.at()));
            }
            if (isAcceptedInVain(read.info(), moment.at())) {
                acceptedAt = null;
                return new Ask();
            }
        }
        return next;
    }

    private boolean isAcceptedInVain(EgressInfo info, Duration at) {
        Duration since = acceptedAt;
        return info.getStatus() == EgressStatus.EGRESS_ACTIVE
                && since != null
                && at.minus(since).compareTo(ACCEPTED_IN_VAIN) >= 0;
    }

    private StopStep onAmbiguous(EgressInfo info, Moment moment) {
        known = info.getStatus();
        return switch (info.getStatus()) {
            case EGRESS_COMPLETE, EGRESS_FAILED, EGRESS_ABORTED, EGRESS_LIMIT_REACHED ->
                new End(ended(info, moment.at()));
            case EGRESS_ENDING -> confirm(info, moment);
            // a web page is recorded without a room in which a recorder could be missed
            case EGRESS_ACTIVE ->
                signs.mayBeDead() && !info.getRoomName().isEmpty() ? new FindRecorder(info) : new Ask();
            // its recorder may not have joined yet
            case EGRESS_STARTING, UNRECOGNIZED -> new Ask();
        };
    }

    /** A server that cannot be read from cannot be told to stop either. */
    private StopStep onUnread(Finding finding, Moment moment) {
        if (finding instanceof Finding.Unread unread) {
            return unread.error().status().isPresent() ? new Ask() : new LookThenAsk(StopPace.unreached(moment.at()));
        }
        return on(finding, moment);
    }

    private StopStep confirm(EgressInfo info, Moment moment) {
        known = info.getStatus();
        if (isTerminal(info)) {
            return new End(ended(info, moment.at()));
        }
        acceptedAt = moment.at();
        unfinished = LiveKitException.notEnded(egressId, info.getStatus());
        return new Look(StopPace.firstLook(moment.stopsInFlight()));
    }

    private static boolean isTerminal(EgressInfo info) {
        return EgressStatuses.isTerminal(info.getStatus());
    }

    /** Returns the receipt for an egress that has ended: of one that ended before the first try, not by this stop. */
    StopReceipt ended(EgressInfo info, Duration at) {
        return tries.made() == 0
                ? new StopReceipt.AlreadyEnded(egressId, Optional.of(info.getStatus()), tries, at)
                : new StopReceipt.Stopped(egressId, info.getStatus(), tries, at);
    }

    StopReceipt gaveUp(Duration at) {
        return failed(unfinished, at);
    }

    StopReceipt failed(LiveKitException cause, Duration at) {
        return new StopReceipt.GaveUp(egressId, cause, tries, at);
    }

    StopReceipt hostReturned(Duration at) {
        return new StopReceipt.HostReturned(egressId, Optional.ofNullable(known), tries, at);
    }

    private StopReceipt deadRecord(Duration at) {
        EgressStatus last = known;
        return new StopReceipt.DeadRecord(egressId, last == null ? EgressStatus.UNRECOGNIZED : last, tries, at);
    }
}
