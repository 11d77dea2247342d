package io.github.streamlifecycle.examples.host;

import io.reactivex.rxjava3.core.Single;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The user's own stop: Ctrl-C or SIGTERM during a run asks for its end, waits until the egress is confirmed to have ended
 * and the result is printed, and then ends the process with the exit code of that result.
 */
final class UserStop {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    private static final int NOT_CONFIRMED = 1;

    private final PrintStream out;
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /**
     * Makes the stop of one process.
     *
     * @param out where to say that a run did not end in time
     */
    UserStop(PrintStream out) {
        this.out = out;
    }

    /**
     * Waits for the result of a run, during which the user may stop it.
     *
     * @param quit asks the run to end
     * @param result the result of the run
     * @return the result
     */
    RunResult during(Runnable quit, Single<RunResult> result) {
        Thread hook = new Thread(() -> stop(quit), "user-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        RunResult known = result.blockingGet();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // the hook waits for runHasEnded
        }
        return known;
    }

    /** Lets a stop that waits for it end the process, once everything is printed and closed. */
    void runHasEnded(int code) {
        exitCode.complete(code);
    }

    private void stop(Runnable quit) {
        quit.run();
        int code = NOT_CONFIRMED;
        try {
            code = exitCode.get(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            out.println("the run did not end within " + PlainWords.of(ENDS_WITHIN) + "; its egress may still run");
            out.close();
        } catch (ExecutionException | InterruptedException impossible) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }
}
