package io.github.streamlifecycle.livekit.room;

import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The rule that says which participants of a room are its hosts. There may be several: the room has its host for as
 * long as one of them is there.
 *
 * <p>Under every rule a host is a participant that publishes: one that the rule names is not a host until it has
 * published once in this room. Recorders and this library's own watchers are never hosts, and agents only if the rule
 * names them.
 *
 * <p>A rule is asked when LiveKit describes a participant, and its answer is kept, not the description. A rule that
 * throws has not answered: while a participant that published and is not gone may be a host for all that is known,
 * nothing is stopped, and the reason is {@link Reason#RULE_FAILED}.
 *
 * @since 0.1.0
 */
public final class HostRule {
    /**
     * The rule's answer about a participant. The order of the constants is part of what {@link RoomView#toBytes()}
     * writes.
     */
    enum Verdict {
        NO_HOST,
        FAILED,
        HOST
    }

    /** The participants that a rule covers: with agents or without, and before they publish or only after. */
    private enum Reach {
        PUBLISHERS,
        NAMED,
        NAMED_AND_AGENTS
    }

    private final Reach reach;
    private final BiPredicate<String, String> byIdentity;
    private final BiPredicate<String, RoomParticipant> byDescription;

    private HostRule(
            Reach reach, BiPredicate<String, String> byIdentity, BiPredicate<String, RoomParticipant> byDescription) {
        this.reach = reach;
        this.byIdentity = byIdentity;
        this.byDescription = byDescription;
    }

    /**
     * Returns the rule that every participant that publishes is a host, except agents.
     *
     * @return the rule
     */
    public static HostRule anyPublisher() {
        return new HostRule(Reach.PUBLISHERS, (room, identity) -> true, (room, participant) -> true);
    }

    /**
     * Returns the rule that the participant with one identity is the host, even if it is an agent.
     *
     * @param identity the host's identity in every room
     * @return the rule
     * @throws IllegalArgumentException if the identity is empty
     */
    public static HostRule identity(String identity) {
        if (identity.isEmpty()) {
            throw new IllegalArgumentException("a host needs an identity");
        }
        return identity(room -> identity);
    }

    /**
     * Returns the rule that the participant with one identity is the host, even if it is an agent.
     *
     * @param ofRoom returns the host's identity for a room's name
     * @return the rule
     */
    public static HostRule identity(Function<String, String> ofRoom) {
        Objects.requireNonNull(ofRoom, "ofRoom");
        BiPredicate<String, String> isHost = (room, identity) -> identity.equals(ofRoom.apply(room));
        return new HostRule(
                Reach.NAMED_AND_AGENTS, isHost, (room, participant) -> isHost.test(room, participant.identity()));
    }

    /**
     * Returns the rule that every participant that meets a condition is a host, except agents. The condition is tested
     * only for participants that LiveKit has described: one known only by a lease or by its tracks is not a host until
     * then.
     *
     * @param condition tests a participant; must be fast and free of side effects
     * @return the rule
     */
    public static HostRule matching(Predicate<RoomParticipant> condition) {
        Objects.requireNonNull(condition, "condition");
        return new HostRule(Reach.NAMED, (room, identity) -> false, (room, participant) -> condition.test(participant));
    }

    /**
     * Returns this rule, applied to agents as well.
     *
     * @return the rule
     */
    public HostRule includingAgents() {
        return new HostRule(Reach.NAMED_AND_AGENTS, byIdentity, byDescription);
    }

    /** Returns whether this rule picks a host before it publishes. */
    boolean namesHosts() {
        return reach != Reach.PUBLISHERS;
    }

    /** Returns the rule's answer about a participant that LiveKit described. */
    Verdict of(String room, RoomParticipant participant) {
        if (participant.kind() == RoomParticipant.Kind.AGENT && reach != Reach.NAMED_AND_AGENTS) {
            return Verdict.NO_HOST;
        }
        return asked(() -> byDescription.test(room, participant));
    }

    /** Returns the rule's answer about a participant of which only the identity is known. */
    Verdict ofIdentity(String room, String identity) {
        return asked(() -> byIdentity.test(room, identity));
    }

    private static Verdict asked(BooleanSupplier question) {
        try {
            return question.getAsBoolean() ? Verdict.HOST : Verdict.NO_HOST;
        } catch (Throwable ruleFailed) { // the rule is the application's code; its failure must not lose an observation
            return Verdict.FAILED;
        }
    }
}
