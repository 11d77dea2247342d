package io.github.streamlifecycle.livekit.server.guard;

/** What the step of an egress's guard needs of its room. */
interface Surroundings {
    String name();

    GuardRules rules();

    long nowMillis();

    /** Whether the room has to be read before a drop may be acted on. */
    boolean isUnread();

    void ask(Effect effect);

    default void tell(RoomGuardEvent event) {
        ask(new Effect.Tell(event));
    }
}
