/**
 * Programs that measure how soon, how reliably and at what cost the media watch sees that a host is gone.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.figures.watch.WatchFigures} first. Its results are in
 * {@code docs/figures.md}.
 */
@NullMarked
package io.github.streamlifecycle.examples.figures.watch;

import org.jspecify.annotations.NullMarked;
