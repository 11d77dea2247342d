package io.github.streamlifecycle.livekit.egress;

import livekit.LivekitEgress.EgressStatus;

/**
 * The facts about LiveKit's egress statuses: STARTING, ACTIVE and ENDING follow each other, and the others are final.
 *
 * @since 0.1.0
 */
public final class EgressStatuses {
    private EgressStatuses() {}

    /**
     * Returns whether an egress with this status has ended for good.
     *
     * @param status the status; one that this version of the SDK does not know is taken for a passing one
     * @return true for COMPLETE, FAILED, ABORTED and LIMIT_REACHED
     */
    public static boolean isTerminal(EgressStatus status) {
        return switch (status) {
            case EGRESS_COMPLETE, EGRESS_FAILED, EGRESS_ABORTED, EGRESS_LIMIT_REACHED -> true;
            case EGRESS_STARTING, EGRESS_ACTIVE, EGRESS_ENDING, UNRECOGNIZED -> false;
        };
    }
}
