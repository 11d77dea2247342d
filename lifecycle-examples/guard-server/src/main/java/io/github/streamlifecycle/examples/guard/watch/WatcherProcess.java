package io.github.streamlifecycle.examples.guard.watch;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watcher process, as seen from the guard server: commands go in, reports come out.
 *
 * <p>Nothing here waits for the process: one that does not read gets a backlog of bounded length, and then counts as broken; so
 * does one that reports more than its budget.
 */
final class WatcherProcess {
    private static final Logger log = LoggerFactory.getLogger(WatcherProcess.class);
    private static final int MOST_WAITING = 10_000;
    private static final long ENDS_WITHIN_MILLIS = 1_500;
    private static final long EXIT_CODE_WITHIN_MILLIS = 200;
    private static final int LONGEST_LINE = 300;

    private final long run;
    private final Process process;
    private final TemporaryDirectory temporaryFiles;
    private final ReportBudget budget;
    private final Events events;
    private final OutputStream commands;
    private final ThreadPoolExecutor writer;
    private final CompletableFuture<Void> gone;
    private final AtomicReference<String> lastWords = new AtomicReference<>("");

    /**
     * What comes of a process, on threads of its own.
     *
     * @param onReport takes a report; they come one after the other
     * @param onEnd takes the reason why no more reports come; may be called more than once
     */
    record Events(Consumer<Report> onReport, Consumer<String> onEnd) {}

    private WatcherProcess(
            long run, Process process, TemporaryDirectory temporaryFiles, ReportBudget budget, Events events) {
        this.run = run;
        this.process = process;
        this.temporaryFiles = temporaryFiles;
        this.budget = budget;
        this.events = events;
        this.commands = new BufferedOutputStream(process.getOutputStream());
        this.writer = new ThreadPoolExecutor(
                1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> daemon("commands", task));
        this.gone = process.onExit().thenRun(this::cleanUp);
    }

    /**
     * Starts a process.
     *
     * @param run its number, for logs
     * @param main the class that it runs
     * @param budget how much it may report
     * @param events what to do with what comes of it
     * @throws IOException if it cannot be started
     */
    static WatcherProcess start(long run, String main, ReportBudget budget, Events events) throws IOException {
        TemporaryDirectory temporaryFiles = TemporaryDirectory.create();
        try {
            Process process = WatcherCommand.of(main, temporaryFiles.path()).start();
            WatcherProcess started = new WatcherProcess(run, process, temporaryFiles, budget, events);
            started.daemon("reports", started::readReports).start();
            started.daemon("log", started::readLog).start();
            return started;
        } catch (IOException | RuntimeException failed) {
            temporaryFiles.delete();
            throw failed;
        }
    }

    private Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, "watcher-" + run + "-" + name);
        thread.setDaemon(true);
        return thread;
    }

    long pid() {
        return process.pid();
    }

    private void readReports() {
        String end;
        try (InputStream reports = new BufferedInputStream(process.getInputStream())) {
            Optional<byte[]> frame = Frames.read(reports);
            while (frame.isPresent()) {
                if (!budget.take(frame.get().length, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()))) {
                    events.onEnd().accept("it floods this program: more than " + budget);
                    return;
                }
                events.onReport().accept(ReportCodec.decode(frame.get()));
                frame = Frames.read(reports);
            }
            end = "it has ended" + exitCode();
        } catch (BadMessageException nonsense) {
            end = "it talks nonsense: " + nonsense.getMessage();
        } catch (IOException | RuntimeException broken) {
            end = "its reports cannot be read: " + broken.getClass().getSimpleName();
        }
        String last = lastWords.get();
        events.onEnd().accept(last.isEmpty() ? end : end + "; it said last: " + last);
    }

    /** Its output ends a moment before it does. */
    private String exitCode() {
        try {
            return process.waitFor(EXIT_CODE_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                    ? " with exit code " + process.exitValue()
                    : "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    private void readLog() {
        try (BufferedReader text = process.errorReader(StandardCharsets.UTF_8)) {
            ShortLines lines = new ShortLines(text, LONGEST_LINE);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                lastWords.set(line.get());
                log.debug("watcher {}: {}", run, line.get());
            }
        } catch (IOException ended) {
            log.trace("watcher {} logs no more", run);
        }
    }

    /** Sends a command, without waiting for it to be read. */
    void send(Command command) {
        write(() -> Frames.write(commands, CommandCodec.encode(command)));
    }

    /** Ends the process once it has read what was sent, and kills it if it does not end in time. */
    void end() {
        write(commands::close);
        CompletableFuture.delayedExecutor(ENDS_WITHIN_MILLIS, TimeUnit.MILLISECONDS)
                .execute(process::destroyForcibly);
    }

    /** Kills the process, whatever it does. */
    void kill() {
        process.destroyForcibly();
    }

    /** Returns the end of the process, after which nothing of it is left. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** A step of writing. */
    private interface Writing {
        void write() throws IOException;
    }

    private void write(Writing writing) {
        try {
            writer.execute(() -> {
                try {
                    writing.write();
                } catch (IOException unread) {
                    log.trace("watcher {} reads no more", run);
                }
            });
        } catch (RejectedExecutionException full) {
            events.onEnd().accept("it does not read what it is told");
        }
    }

    private void cleanUp() {
        writer.shutdownNow();
        temporaryFiles.delete();
    }

    @Override
    public String toString() {
        return "watcher " + run + " (process " + process.pid() + ")";
    }
}
