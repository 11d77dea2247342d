package io.github.streamlifecycle.examples.guard.config;

import io.github.streamlifecycle.livekit.room.HostRule;

/** Who is the host of a room, as far as a variable can say it. */
public sealed interface HostChoice {
    /**
     * Returns the rule for the guards.
     *
     * @return the rule
     */
    HostRule rule();

    /** Everybody who publishes. */
    record Any() implements HostChoice {
        @Override
        public HostRule rule() {
            return HostRule.anyPublisher();
        }
    }

    /**
     * The participant with an identity.
     *
     * @param name the identity
     */
    record Identity(String name) implements HostChoice {
        @Override
        public HostRule rule() {
            return HostRule.identity(name);
        }
    }

    /**
     * Participants whose identity begins with a text.
     *
     * @param text the text
     */
    record IdentityPrefix(String text) implements HostChoice {
        @Override
        public HostRule rule() {
            return HostRule.matching(participant -> participant.identity().startsWith(text));
        }
    }

    /**
     * Participants with an attribute.
     *
     * @param key the attribute's name
     * @param value its value
     */
    record Attribute(String key, String value) implements HostChoice {
        @Override
        public HostRule rule() {
            return HostRule.matching(
                    participant -> value.equals(participant.attributes().get(key)));
        }
    }
}
