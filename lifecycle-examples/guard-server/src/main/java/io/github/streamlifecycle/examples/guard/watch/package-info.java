/**
 * The watch of rooms' media in processes of their own, which native code may end without harm to the guard server.
 *
 * <p>Read {@link io.github.streamlifecycle.examples.guard.watch.WatchProcesses} first, then {@code Phase}, the life of a
 * process as a table, and {@code Fleet}, which decides; {@code Watcher} is what runs in a process, {@code Command} and
 * {@code Report} are what goes over the pipe.
 */
@NullMarked
package io.github.streamlifecycle.examples.guard.watch;

import org.jspecify.annotations.NullMarked;
