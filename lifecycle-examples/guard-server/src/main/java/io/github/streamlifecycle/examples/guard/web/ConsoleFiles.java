package io.github.streamlifecycle.examples.guard.web;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The files of the console, out of the jar. They are the same for everybody, and say nothing of any room. */
final class ConsoleFiles {
    /** Nothing but what this origin serves, no script or style inside a page, and no text that becomes markup. */
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    static final String FOLDER = "/console/";
    private static final List<String> NAMES = List.of(
            "index.html",
            "login.html",
            "console.css",
            "icon.svg",
            "app.js",
            "dom.js",
            "list.js",
            "live.js",
            "overview.js",
            "report.js",
            "room.js",
            "state.js",
            "strip.js",
            "words.js");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, byte[]> files =
            NAMES.stream().collect(Collectors.toUnmodifiableMap(Function.identity(), name -> read(FOLDER + name)));

    void addTo(JavalinConfig config) {
        NAMES.stream()
                .filter(name -> !name.endsWith(".html"))
                .forEach(name -> config.routes.get("/" + name, request -> serve(request, name)));
    }

    void serve(Context request, String name) {
        lockUp(request, POLICY).contentType(type(name)).result(Objects.requireNonNull(files.get(name)));
    }

    /** Adds the headers that keep other origins, and whatever is not in the policy, out of a page. */
    static Context lockUp(Context request, String policy) {
        return request.header("Content-Security-Policy", policy)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "same-origin")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-cache");
    }

    static String type(String name) {
        return Objects.requireNonNull(TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    static byte[] read(String path) {
        try (InputStream in = ConsoleFiles.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
