package io.github.streamlifecycle.livekit.room;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A participant as LiveKit describes it, in a webhook, in a list or to other participants. A {@link HostRule} judges by
 * it.
 *
 * @param key its identity, its sid and the time when it joined
 * @param kind the kind of participant
 * @param traits its traits: hidden or not, publisher or not
 * @param attributes the attributes that the application gave it
 * @param metadata the metadata that the application gave it; empty if none
 * @param tracks the sids ({@code TR_...}) of the tracks it has published, muted ones too
 * @since 0.1.0
 */
public record RoomParticipant(
        ParticipantKey key,
        Kind kind,
        Set<Trait> traits,
        Map<String, String> attributes,
        String metadata,
        List<String> tracks) {
    /** The prefix of the identities of this library's own watchers, which never count as hosts. */
    public static final String WATCHER_PREFIX = "streamlifecycle-watcher-";

    /** LiveKit's kinds of participants. The constants' order is part of what {@link Observation#toBytes()} writes. */
    public enum Kind {
        /** A person or a program that joined with a token; LiveKit's default. */
        STANDARD,
        /** A stream that LiveKit's ingress brings in. */
        INGRESS,
        /** A recorder; it never counts. */
        EGRESS,
        /** A phone. */
        SIP,
        /** A program that works for the room; it counts only if the rule names it. */
        AGENT,
        /** A kind that this library does not know; it counts like a standard one. */
        OTHER;

        /**
         * Returns the kind with a name in LiveKit's protocol.
         *
         * @param name the name, such as {@code AGENT}
         * @return the kind; {@link #STANDARD} for the empty name, {@link #OTHER} for one that is not known
         */
        public static Kind named(String name) {
            return switch (name.toUpperCase(Locale.ROOT)) {
                case "", "STANDARD" -> STANDARD;
                case "INGRESS" -> INGRESS;
                case "EGRESS" -> EGRESS;
                case "SIP" -> SIP;
                case "AGENT" -> AGENT;
                default -> OTHER;
            };
        }
    }

    /** A further property of a participant. The constants' order is part of what {@link Observation#toBytes()} writes. */
    public enum Trait {
        /** Others in the room do not see it. */
        HIDDEN,
        /** It has published something during this stay ({@code isPublisher}). */
        PUBLISHER
    }

    /**
     * Keeps copies of the collections.
     *
     * @param key its identity, its sid and the time when it joined
     * @param kind the kind of participant
     * @param traits its traits: hidden or not, publisher or not
     * @param attributes the attributes that the application gave it
     * @param metadata the metadata that the application gave it
     * @param tracks the sids of the tracks it has published
     */
    public RoomParticipant {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(metadata, "metadata");
        traits = Set.copyOf(traits);
        attributes = Map.copyOf(attributes);
        tracks = List.copyOf(tracks);
    }

    /**
     * Returns a visible participant with neither attributes nor tracks.
     *
     * @param key its identity, its sid and the time when it joined
     * @param kind the kind of participant
     * @return the participant
     */
    public static RoomParticipant of(ParticipantKey key, Kind kind) {
        return new RoomParticipant(key, kind, Set.of(), Map.of(), "", List.of());
    }

    /**
     * Returns this participant with other traits.
     *
     * @param all its traits
     * @return the participant
     */
    public RoomParticipant withTraits(Set<Trait> all) {
        return new RoomParticipant(key, kind, all, attributes, metadata, tracks);
    }

    /**
     * Returns this participant with other attributes.
     *
     * @param all its attributes
     * @return the participant
     */
    public RoomParticipant withAttributes(Map<String, String> all) {
        return new RoomParticipant(key, kind, traits, all, metadata, tracks);
    }

    /**
     * Returns this participant with other metadata.
     *
     * @param text its metadata
     * @return the participant
     */
    public RoomParticipant withMetadata(String text) {
        return new RoomParticipant(key, kind, traits, attributes, text, tracks);
    }

    /**
     * Returns this participant with other tracks.
     *
     * @param all the sids of the tracks it has published
     * @return the participant
     */
    public RoomParticipant withTracks(List<String> all) {
        return new RoomParticipant(key, kind, traits, attributes, metadata, all);
    }

    /**
     * Returns the identity.
     *
     * @return the identity
     */
    public String identity() {
        return key.identity();
    }

    /**
     * Returns whether the participant has published during this stay.
     *
     * @return true if LiveKit calls it a publisher or it has tracks
     */
    public boolean hasPublished() {
        return traits.contains(Trait.PUBLISHER) || !tracks.isEmpty();
    }

    /**
     * Returns whether this is a recorder or one of this library's watchers: in the room because of the host, and never
     * a host.
     */
    boolean isBystander() {
        return kind == Kind.EGRESS || identity().startsWith(WATCHER_PREFIX);
    }
}
