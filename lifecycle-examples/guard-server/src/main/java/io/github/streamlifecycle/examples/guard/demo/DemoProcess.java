package io.github.streamlifecycle.examples.guard.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A process of the demonstration, which tells lines: a word, and what there is to say. It ends with the demonstration.
 *
 * <p>What native code prints beside is no such line, and dropped.
 */
final class DemoProcess implements AutoCloseable {
    /** What a line begins with, so that nothing else is taken for one. */
    static final String MARK = "demo:";

    private static final long TOLD_WITHIN_SECONDS = 120;

    private final Process process;
    private final Map<String, CompletableFuture<String>> told = new ConcurrentHashMap<>();

    private DemoProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts a process.
     *
     * @param main the class that it runs
     * @param temporaryFiles a directory for its temporary files
     * @param environment variables for it; secrets are safe there
     * @param onLine takes each line, on a thread of the process
     * @throws IOException if it cannot be started
     */
    static DemoProcess start(
            Class<?> main, Path temporaryFiles, Map<String, String> environment, Consumer<String> onLine)
            throws IOException {
        ProcessBuilder command = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + temporaryFiles,
                        "-Dguard.log=none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        command.environment().putAll(environment);
        DemoProcess started = new DemoProcess(command.start());
        Thread reader = new Thread(() -> started.read(onLine), main.getSimpleName());
        reader.setDaemon(true);
        reader.start();
        return started;
    }

    private void read(Consumer<String> onLine) {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(MARK)) {
                    take(line.substring(MARK.length()), onLine);
                }
            }
        } catch (IOException ended) {
            // it was killed
        }
        told.values().forEach(waiting -> waiting.completeExceptionally(new IOException("it has ended")));
    }

    private void take(String line, Consumer<String> onLine) {
        String[] parts = line.split(" ", 2);
        told(parts[0]).complete(parts.length > 1 ? parts[1] : "");
        onLine.accept(line);
    }

    private CompletableFuture<String> told(String word) {
        return told.computeIfAbsent(word, unused -> new CompletableFuture<>());
    }

    /**
     * Waits for the first line that begins with a word.
     *
     * @return the rest of the line; empty if the process ends before, or says nothing for two minutes
     */
    Optional<String> await(String word) throws InterruptedException {
        CompletableFuture<String> line = told(word);
        if (!process.isAlive() && !line.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(line.get(TOLD_WITHIN_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException silent) {
            return Optional.empty();
        }
    }

    /** Says a word to the process, and waits as {@link #await} does for the line that answers with the same word. */
    Optional<String> ask(String word) throws IOException, InterruptedException {
        Writer in = process.outputWriter(StandardCharsets.UTF_8);
        in.write(word + "\n");
        in.flush();
        return await(word);
    }

    /** Ends the process in the middle of whatever it does, as SIGKILL does. */
    void kill() {
        process.destroyForcibly();
    }

    /** As {@link #kill}, and waits until it is gone. */
    @Override
    public void close() {
        kill();
        process.onExit().join();
    }
}
