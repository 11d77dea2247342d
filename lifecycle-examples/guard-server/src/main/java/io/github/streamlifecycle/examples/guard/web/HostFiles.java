package io.github.streamlifecycle.examples.guard.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files of the host's page, out of the jar. */
final class HostFiles {
    static final String PATH = "/host/";

    private static final String FOLDER = "/host/";
    private static final List<String> NAMES =
            List.of("index.html", "host.css", "host.js", "backend.js", "source.js", "clock.js", "whip.js", "words.js");

    /** A file that the console has too. */
    private static final String SHARED = "dom.js";

    private final Map<String, byte[]> files = NAMES.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> ConsoleFiles.read(FOLDER + name)));

    private final byte[] shared = ConsoleFiles.read(ConsoleFiles.FOLDER + SHARED);
    private final String policy;

    /**
     * Reads the files.
     *
     * @param livekit the origin of the server that the page publishes to
     */
    HostFiles(String livekit) {
        policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; worker-src 'self'; "
                + "connect-src 'self' " + livekit + "; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
                + "require-trusted-types-for 'script'; trusted-types clock";
    }

    void addTo(JavalinConfig config) {
        config.routes.get(PATH, request -> serve(request, "index.html", file("index.html")));
        NAMES.forEach(name -> config.routes.get(PATH + name, request -> serve(request, name, file(name))));
        config.routes.get(PATH + SHARED, request -> serve(request, SHARED, shared));
    }

    private byte[] file(String name) {
        return Objects.requireNonNull(files.get(name));
    }

    private void serve(Context request, String name, byte[] file) {
        ConsoleFiles.lockUp(request, policy)
                .contentType(ConsoleFiles.type(name))
                .result(file);
    }
}
