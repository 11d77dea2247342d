/**
 * A run as a function of its recorded entries, so that a live run can be written down and replayed.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.replay.EventLoop} first: it is the clock and the only thread that
 * decides. Two kinds of it exist, one fed by the world and one fed by a file. {@code RecordedServerApi} and
 * {@code RecordedConnections} lead everything that comes from outside through it.
 */
@NullMarked
package io.github.streamlifecycle.examples.replay;

import org.jspecify.annotations.NullMarked;
