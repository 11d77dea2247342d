/**
 * The argument checks of this library, each with one wording. Not part of its API.
 */
@NullMarked
package io.github.streamlifecycle.livekit.checks;

import org.jspecify.annotations.NullMarked;
