/**
 * The ports of guard-server: what LiveKit and hosts send to it, and what operators read.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.web;

import org.jspecify.annotations.NullMarked;
