package io.github.streamlifecycle.livekit.testkit;

import java.time.Instant;

/**
 * A call that a {@link LiveKitDouble} received.
 *
 * @param method the Twirp method, such as {@code StopEgress}
 * @param egressId the egress it named; empty if none
 * @param at when it came
 * @since 0.1.0
 */
public record ApiCall(String method, String egressId, Instant at) {}
