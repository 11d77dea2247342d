package io.github.streamlifecycle.examples.figures.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Hosts in a process of their own, each in a room of its own. */
final class Hosts implements AutoCloseable {
    private static final long PUBLISH_WITHIN_SECONDS = 120;

    final List<String> rooms;
    private final Process process;
    private final CountDownLatch publishing;

    private Hosts(List<String> rooms, Process process) {
        this.rooms = rooms;
        this.process = process;
        this.publishing = new CountDownLatch(rooms.size());
        Thread reader = new Thread(this::read, "hosts");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a process; {@link #awaitPublishing} waits for its hosts. */
    static Hosts start(FigureServer server, Condition condition, int hosts) {
        List<String> rooms = Stream.generate(() -> "figures-" + UUID.randomUUID())
                .limit(hosts)
                .toList();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HostProcess.class.getName(),
                condition.name()));
        command.addAll(rooms);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        server.nameIn(builder.environment());
        try {
            return new Hosts(rooms, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("no process for hosts", e);
        }
    }

    private void read() {
        try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith(HostProcess.PUBLISHES)) {
                    publishing.countDown();
                } else {
                    Timed.log(line);
                }
            }
        } catch (IOException killed) {
            // it says no more
        }
    }

    void awaitPublishing() throws InterruptedException {
        if (!publishing.await(PUBLISH_WITHIN_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("some hosts do not publish to " + rooms);
        }
    }

    void cut() {
        try {
            process.getOutputStream().write((HostProcess.CUT + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the hosts cannot be told to cut their network", e);
        }
    }

    /** Ends the process with SIGKILL, so that its hosts say goodbye to nobody. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        kill();
    }
}
