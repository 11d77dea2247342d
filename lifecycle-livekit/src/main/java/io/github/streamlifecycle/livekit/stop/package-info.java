/**
 * One confirmed stop of an egress, shared by all who want it.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.stop.StopReceipt} first, the end of a stop. It is the only type here that is part
 * of the API; the others are public only for the other packages of this library. Of those, {@code EgressStops} holds the
 * stops in flight, {@code ConfirmedStop} carries one out, and {@code StopCourse} decides what it does next.
 */
@NullMarked
package io.github.streamlifecycle.livekit.stop;

import org.jspecify.annotations.NullMarked;
