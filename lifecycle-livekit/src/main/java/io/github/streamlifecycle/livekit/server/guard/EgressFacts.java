package io.github.streamlifecycle.livekit.server.guard;

import java.util.Objects;

/**
 * What a webhook or a list says of an egress. Facts join in any order: an egress never goes back a stage, whatever a late
 * message or a stale list says.
 *
 * @param id the egress id ({@code EG_...})
 * @param stage how far it has come
 * @param owner the participants without whom it has nothing to show
 * @param roomId the id of its room ({@code RM_...}), or the empty string where it is not told
 * @param startedAtMillis when it was started, in milliseconds since the epoch by LiveKit's clock; 0 where it is not told
 * @since 0.1.0
 */
public record EgressFacts(String id, Stage stage, EgressOwner owner, String roomId, long startedAtMillis) {
    /** How far an egress has come. The constants' order is part of what {@link RoomGuard#toBytes()} writes. */
    public enum Stage {
        /** It waits for a worker, or for something to show. */
        STARTING,
        /** It runs, so that something was published once. */
        ACTIVE,
        /** It was told to end, or ends by itself. */
        ENDING,
        /** It has ended. */
        OVER
    }

    /**
     * Checks that nothing is missing.
     *
     * @param id the egress id
     * @param stage how far it has come
     * @param owner the participants without whom it has nothing to show
     * @param roomId the id of its room, or the empty string
     * @param startedAtMillis when it was started, or 0
     * @throws IllegalArgumentException if the id is blank
     */
    public EgressFacts {
        if (id.isBlank()) {
            throw new IllegalArgumentException("an egress needs an id: \"" + id + "\"");
        }
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(roomId, "roomId");
    }

    /** Returns the facts at another stage. */
    EgressFacts at(Stage changed) {
        return new EgressFacts(id, changed, owner, roomId, startedAtMillis);
    }

    /** Returns the facts of both: the later stage, and of the rest what is known. */
    EgressFacts join(EgressFacts other) {
        return new EgressFacts(
                id,
                stage.compareTo(other.stage) < 0 ? other.stage : stage,
                owner,
                roomId.isEmpty() ? other.roomId : roomId,
                startedAtMillis == 0 ? other.startedAtMillis : startedAtMillis);
    }

    boolean isEnding() {
        return stage.compareTo(Stage.ENDING) >= 0;
    }
}
