package io.github.streamlifecycle.livekit.server;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The webhooks that a real server sent, by run. */
public final class Recorded {
    private Recorded() {}

    /** The files, in the order of their names. */
    public static List<Path> runs() {
        try {
            URI folder = Objects.requireNonNull(Recorded.class.getResource("/recordings"))
                    .toURI();
            try (Stream<Path> files = Files.list(Path.of(folder))) {
                return files.filter(file -> file.toString().endsWith(".jsonl"))
                        .filter(file -> !file.endsWith("twirp.jsonl"))
                        .sorted()
                        .toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The bodies of a run, in the order in which they came. */
    public static List<JsonObject> webhooks(Path run) {
        try {
            return Files.readAllLines(run).stream()
                    .map(line -> JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("webhook"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All bodies of all runs. */
    public static List<JsonObject> webhooks() {
        return runs().stream().flatMap(run -> webhooks(run).stream()).toList();
    }
}
