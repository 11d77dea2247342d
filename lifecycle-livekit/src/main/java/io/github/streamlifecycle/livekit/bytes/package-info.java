/**
 * A compact binary format for values that are kept: numbers of variable length, texts and lists with their length first.
 * Not part of the API.
 *
 * <p>Read {@link io.github.streamlifecycle.livekit.bytes.ByteWriter} first.
 */
@NullMarked
package io.github.streamlifecycle.livekit.bytes;

import org.jspecify.annotations.NullMarked;
