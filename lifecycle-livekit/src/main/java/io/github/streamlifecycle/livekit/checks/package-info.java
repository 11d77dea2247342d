/**
 * The argument checks of this library, each with one wording.
 *
 * <p>{@link io.github.streamlifecycle.livekit.checks.Checks} is all there is; it is not part of the library's API.
 */
@NullMarked
package io.github.streamlifecycle.livekit.checks;

import org.jspecify.annotations.NullMarked;
