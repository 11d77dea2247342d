package io.github.streamlifecycle.livekit.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@link LiveKitDouble} in a JVM of its own, so that it can be frozen and killed. It ends with the process that
 * started it.
 *
 * @since 0.1.0
 */
public final class LiveKitDoubleProcess implements AutoCloseable {
    private static final String READY = "LiveKit double at ";
    private static final Duration READY_WITHIN = Duration.ofMinutes(1);

    private final Process process;
    private final String url;

    private LiveKitDoubleProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /**
     * Starts one, with the class path of this JVM, in real time, and with the key of {@link LiveKitDouble#builder()}.
     *
     * @return a double that answers
     * @throws UncheckedIOException if it cannot be started; the message has what it said
     */
    public static LiveKitDoubleProcess start() {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = List.of(
                java,
                "-Xmx256m",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                LiveKitDoubleProcess.class.getName());
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            return new LiveKitDoubleProcess(process, awaitReady(process));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads on after the process is ready, so that it never waits for somebody to listen. */
    private static String awaitReady(Process process) throws IOException {
        CompletableFuture<String> ready = new CompletableFuture<>();
        StringBuilder said = new StringBuilder();
        Thread reader = new Thread(() -> {
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.startsWith(READY)) {
                        ready.complete(line.substring(READY.length()));
                    } else if (!ready.isDone()) {
                        said.append(line).append(System.lineSeparator());
                    }
                }
                ready.completeExceptionally(new IOException("it ended and said: " + said));
            } catch (IOException broken) {
                ready.completeExceptionally(broken);
            }
        });
        reader.setDaemon(true);
        reader.start();
        try {
            return ready.get(READY_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            process.destroyForcibly();
            throw new IOException("the process of the LiveKit double is not ready: " + e.getMessage(), e);
        }
    }

    /**
     * What runs in the process: a double, until its standard input ends. Ctrl-C in a terminal reaches it too, but it
     * stays to serve its parent's clean end.
     *
     * @param args none
     * @throws IOException never, but for a broken standard input
     */
    public static void main(String[] args) throws IOException {
        LiveKitDouble server = LiveKitDouble.builder().start();
        Thread untilParentEnds = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                untilParentEnds.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        System.out.println(READY + server.url());
        while (System.in.read() >= 0) {
            // nothing is said to it: its parent's end is all it waits for
        }
        Runtime.getRuntime().halt(0);
    }

    /**
     * Where it listens.
     *
     * @return an {@code http://} URL
     */
    public String url() {
        return url;
    }

    /**
     * Stops it in the middle of whatever it does: its sockets stay open, and nothing answers. POSIX only.
     *
     * @throws UncheckedIOException if there is no {@code kill} command
     */
    public void freeze() {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("only a POSIX system can freeze a process", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it without a word to anybody. */
    public void kill() {
        process.destroyForcibly();
    }

    /** As {@link #kill}, and waits until it is gone. */
    @Override
    public void close() {
        kill();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
