/**
 * A program that measures how soon a drop of real media is detected.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.figures.DropDetectionFigures} first. Its results are in
 * {@code docs/figures.md}.
 */
@NullMarked
package io.github.streamlifecycle.examples.figures;

import org.jspecify.annotations.NullMarked;
