package io.github.streamlifecycle.examples.guard.server;

import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program in a process of its own, and what it printed. */
final class GuardProcess implements AutoCloseable {
    /** The JVM options of one that shares a machine with many. */
    static final List<String> FRUGAL = List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    final List<String> lines = new CopyOnWriteArrayList<>();
    private final Process process;
    private final int admin;
    private final Thread reader;
    private final CompletableFuture<Instant> ended;

    private GuardProcess(Process process, int admin) {
        this.process = process;
        this.admin = admin;
        this.ended = process.onExit().thenApply(exited -> Instant.now());
        this.reader = new Thread(this::read, "output of guard-server");
        reader.setDaemon(true);
        reader.start();
    }

    static GuardProcess start(Map<String, String> environment, int admin) throws IOException {
        return start(FRUGAL, environment, admin);
    }

    static GuardProcess start(List<String> jvmOptions, Map<String, String> environment, int admin) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-cp");
        command.add(
                environment.containsKey("GUARD_SEEDS")
                        ? System.getProperty("java.class.path")
                        : withoutCluster(System.getProperty("java.class.path")));
        command.add("io.github.streamlifecycle.examples.guard.Main");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("LIVEKIT_") || name.startsWith("GUARD_"));
        builder.environment().put("GUARD_WATCH", "off"); // unless a test is about it: it takes a process and a core
        builder.environment().putAll(environment);
        builder.environment().put("GUARD_ADMIN_PORT", Integer.toString(admin));
        return new GuardProcess(builder.start(), admin);
    }

    /** One replica alone needs nothing of what several run on. */
    private static String withoutCluster(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.matches(".*(pekko|scala-library|com.typesafe).*"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            out.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException killed) {
            // what it had printed by then is all there is
        }
    }

    boolean isReady() {
        try {
            return Http.get(admin, "/health/ready").statusCode() == 200;
        } catch (IOException notYet) {
            if (!process.isAlive()) {
                throw new IllegalStateException("it has ended and said " + lines, notYet);
            }
            return false;
        }
    }

    JsonObject rooms() throws IOException {
        return Http.json(admin, "/api/rooms");
    }

    /** Returns what is shown of a room. */
    String room(String name) throws IOException {
        return Http.json(admin, "/api/rooms?room=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .get("rooms")
                .toString();
    }

    /** Asks it to end, as an orchestrator does. */
    void terminate() {
        process.toHandle().destroy(); // unlike Process.destroy, leaves the output open
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Sends it a signal by name, such as STOP. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    Duration processorTime() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** Returns a figure of Linux about its memory, such as VmRSS, in bytes. */
    long memory(String field) throws IOException {
        try (Stream<String> status = Files.lines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            return status.filter(line -> line.startsWith(field + ":"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Returns when it ended, after it has. */
    Instant endedAt() {
        return ended.join();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            throw new IllegalStateException("it does not end");
        }
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
