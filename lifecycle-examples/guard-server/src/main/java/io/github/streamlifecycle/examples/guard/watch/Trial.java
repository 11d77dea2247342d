package io.github.streamlifecycle.examples.guard.watch;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that is started only to see whether it says that it can watch. */
final class Trial {
    private Trial() {}

    /** Returns why a process cannot watch; empty if it can. */
    static Optional<String> of(String main) {
        CompletableFuture<Optional<String>> result = new CompletableFuture<>();
        WatcherProcess.Events events = new WatcherProcess.Events(
                report -> result.complete(
                        report instanceof Report.Unusable unusable ? Optional.of(unusable.why()) : Optional.empty()),
                why -> result.complete(Optional.of("a watcher process failed: " + why)));
        try {
            WatcherProcess process = WatcherProcess.start(0, main, new ReportBudget(1, 0), events);
            Optional<String> trouble = result.completeOnTimeout(
                            Optional.of("a watcher process was not ready in time"),
                            Limits.Times.DEFAULT.ready(),
                            TimeUnit.MILLISECONDS)
                    .join();
            process.end();
            return trouble;
        } catch (IOException failed) {
            return Optional.of("a watcher process cannot be started: " + failed.getMessage());
        }
    }
}
