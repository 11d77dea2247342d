package consumer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The application in a JVM of its own, with the class path of this one. */
final class RunningApplication implements AutoCloseable {
    private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
    private static final long SECONDS = 120;

    private final HttpClient http = HttpClient.newHttpClient();
    private final StringBuffer said = new StringBuffer();
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private final Process process;
    private final Thread reader;

    private RunningApplication(Process process) {
        this.process = process;
        this.reader = new Thread(this::read);
        reader.setDaemon(true);
        reader.start();
    }

    static RunningApplication start(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Application.class.getName()));
        command.addAll(List.of(args));
        RunningApplication app = new RunningApplication(
                new ProcessBuilder(command).redirectErrorStream(true).start());
        try {
            app.port.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException notStarted) {
            app.close();
            throw new IllegalStateException("it said: " + app.said(), notStarted);
        }
        return app;
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.append(line).append('\n');
                Matcher started = PORT.matcher(line);
                if (started.find()) {
                    port.complete(Integer.valueOf(started.group(1)));
                }
            }
            port.completeExceptionally(new IllegalStateException("it ended and said: " + said));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String said() {
        return said.toString();
    }

    URI socket(String path) throws Exception {
        return URI.create("ws://localhost:" + port.get() + path);
    }

    String send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port.get() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new AssertionError(path + ": " + response.statusCode() + " " + response.body() + "\n" + said);
        }
        return response.body();
    }

    /** Asks until the answer contains this. */
    void await(String path, String wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        String body = send("GET", path);
        while (!body.contains(wanted)) {
            if (System.nanoTime() > end) {
                throw new AssertionError(path + " never said " + wanted + ": " + body + "\n" + said);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            body = send("GET", path);
        }
    }

    /** Sends a SIGTERM and waits for the end. */
    int terminate() throws InterruptedException {
        process.toHandle().destroy(); // unlike that of Process, this leaves its output open
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end: " + said);
        }
        reader.join(TimeUnit.SECONDS.toMillis(SECONDS));
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
