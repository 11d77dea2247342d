package io.github.streamlifecycle.examples;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A run in a file: the scenario, then the entries of its {@link Journal}, one JSON object a line. */
final class Recording implements AutoCloseable {
    private static final String FORMAT = "streaming-lifecycle host client, 1";

    private final Optional<PrintWriter> out;

    private Recording(Optional<PrintWriter> out) {
        this.out = out;
    }

    static Recording to(Optional<Path> file, Scenario scenario) throws IOException {
        if (file.isEmpty()) {
            return new Recording(Optional.empty());
        }
        PrintWriter writer = new PrintWriter(
                Files.newBufferedWriter(file.get(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW), true);
        JsonObject first = new JsonObject();
        first.addProperty("recording", FORMAT);
        first.add("scenario", scenario.toJson());
        writer.println(first);
        return new Recording(Optional.of(writer));
    }

    void add(JsonObject entry) {
        out.ifPresent(writer -> writer.println(entry));
    }

    @Override
    public void close() {
        out.ifPresent(PrintWriter::close);
    }

    /** All lines; the first one holds the scenario. */
    static List<JsonObject> read(Path file) throws IOException {
        List<JsonObject> entries = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            try {
                entries.add(JsonParser.parseString(line).getAsJsonObject());
            } catch (JsonParseException | IllegalStateException noJson) {
                throw new IOException(
                        file + " is no recording: line " + (entries.size() + 1) + " is no JSON object", noJson);
            }
        }
        if (entries.size() < 2 || !entries.get(0).has("scenario")) {
            throw new IOException(file + " is no recording: its first line has no scenario, or is all there is");
        }
        return entries;
    }

    static Scenario scenario(List<JsonObject> entries) {
        return Scenario.of(entries.get(0).getAsJsonObject("scenario"));
    }
}
