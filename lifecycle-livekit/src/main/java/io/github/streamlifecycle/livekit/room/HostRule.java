package io.github.streamlifecycle.livekit.room;

import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Who in a room is its host. Several participants may be: the room has its host for as long as one of them is there.
 *
 * <p>A host is one who publishes, by whatever rule: until it has published once in this room, a participant that the rule
 * names is nobody's host yet. Recorders and our own watchers never are, and agents only if the rule names them.
 *
 * <p>A rule is asked when LiveKit describes a participant, and its answer is kept, not the description. One that throws has
 * not answered: of such a participant nothing is known, which stops nothing, and the reason says {@link Reason#RULE_FAILED}.
 *
 * @since 0.1.0
 */
public final class HostRule {
    /** What a rule says of a participant. The constants' order is part of what {@link RoomView#toBytes()} writes. */
    enum Verdict {
        NO_HOST,
        FAILED,
        HOST
    }

    /** Whether agents are asked about, and whether the rule picks hosts before they publish. */
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
     * Whoever publishes is a host, but for agents.
     *
     * @return the rule
     */
    public static HostRule anyPublisher() {
        return new HostRule(Reach.PUBLISHERS, (room, identity) -> true, (room, participant) -> true);
    }

    /**
     * The participant of one identity is the host, an agent too.
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
     * The participant of one identity is the host, an agent too.
     *
     * @param ofRoom the host's identity by the room's name
     * @return the rule
     */
    public static HostRule identity(Function<String, String> ofRoom) {
        Objects.requireNonNull(ofRoom, "ofRoom");
        BiPredicate<String, String> isHost = (room, identity) -> identity.equals(ofRoom.apply(room));
        return new HostRule(
                Reach.NAMED_AND_AGENTS, isHost, (room, participant) -> isHost.test(room, participant.identity()));
    }

    /**
     * Whoever fulfils a condition is a host, but for agents. It is asked only about participants that LiveKit has described:
     * one that is known by a lease or by its tracks alone is no host until then.
     *
     * @param condition what makes a participant a host; fast and free of effects
     * @return the rule
     */
    public static HostRule matching(Predicate<RoomParticipant> condition) {
        Objects.requireNonNull(condition, "condition");
        return new HostRule(Reach.NAMED, (room, identity) -> false, (room, participant) -> condition.test(participant));
    }

    /**
     * This rule, which holds for agents as well.
     *
     * @return the rule
     */
    public HostRule includingAgents() {
        return new HostRule(Reach.NAMED_AND_AGENTS, byIdentity, byDescription);
    }

    /** Whether a participant is a host by this rule before it publishes. */
    boolean namesHosts() {
        return reach != Reach.PUBLISHERS;
    }

    /** What the rule says of a participant that LiveKit described. */
    Verdict of(String room, RoomParticipant participant) {
        if (participant.kind() == RoomParticipant.Kind.AGENT && reach != Reach.NAMED_AND_AGENTS) {
            return Verdict.NO_HOST;
        }
        return asked(() -> byDescription.test(room, participant));
    }

    /** What the rule says of a participant of which nothing but the identity is known. */
    Verdict ofIdentity(String room, String identity) {
        return asked(() -> byIdentity.test(room, identity));
    }

    private static Verdict asked(BooleanSupplier question) {
        try {
            return question.getAsBoolean() ? Verdict.HOST : Verdict.NO_HOST;
        } catch (Throwable ruleFailed) { // the rule is an application's code; an observation must not be lost for it
            return Verdict.FAILED;
        }
    }
}
