/**
 * The calls to one server as stops, starts and watches share them: bounded in time, in order, and safe from what they throw.
 *
 * <p>Not part of the API: its types are public only for the other packages of this library. Read {@link
 * io.github.streamlifecycle.livekit.calls.EgressCalls} first, which joins the reads, the updates that webhooks bring, and the gates
 * that let stops go before looks.
 */
@NullMarked
package io.github.streamlifecycle.livekit.calls;

import org.jspecify.annotations.NullMarked;
