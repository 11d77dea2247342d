/**
 * The egress that can be started, as values: what each one shows and where it goes.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.egress.EgressRequest} first.
 */
@NullMarked
package io.github.streamlifecycle.livekit.egress;

import org.jspecify.annotations.NullMarked;
