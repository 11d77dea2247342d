package io.github.streamlifecycle.examples.replay;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The file of a recorded run: a header with the scenario, then the entries, one JSON object a line. */
public final class RecordingFile implements AutoCloseable {
    private static final String FORMAT = "streaming-lifecycle host client, 2";
    private static final String RECORDING = "recording";
    private static final String SCENARIO = "scenario";

    private final Optional<PrintWriter> out;

    private RecordingFile(Optional<PrintWriter> out) {
        this.out = out;
    }

    /**
     * Creates a file and writes its header.
     *
     * @param file the file, which must not exist; empty records nothing
     * @param scenario the scenario of the run
     * @return the open file
     * @throws IOException if the file exists or cannot be written; the message names it
     */
    public static RecordingFile create(Optional<Path> file, JsonObject scenario) throws IOException {
        if (file.isEmpty()) {
            return new RecordingFile(Optional.empty());
        }
        PrintWriter writer = open(file.get());
        JsonObject header = new JsonObject();
        header.addProperty(RECORDING, FORMAT);
        header.add(SCENARIO, scenario);
        writer.println(header);
        return new RecordingFile(Optional.of(writer));
    }

    private static PrintWriter open(Path file) throws IOException {
        try {
            return new PrintWriter(
                    Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW), true);
        } catch (FileAlreadyExistsException exists) {
            throw new IOException(file + " exists already and is not overwritten", exists);
        } catch (NoSuchFileException missing) {
            throw new IOException(file + " cannot be created: there is no such directory", missing);
        }
    }

    /**
     * Writes an entry.
     *
     * @param entry the entry
     */
    public void add(JsonObject entry) {
        out.ifPresent(writer -> writer.println(entry));
    }

    @Override
    public void close() {
        out.ifPresent(PrintWriter::close);
    }

    /**
     * Reads a recording.
     *
     * @param file the file
     * @return all its lines, the header first
     * @throws IOException if it cannot be read or is no recording; the message names it
     */
    public static List<JsonObject> read(Path file) throws IOException {
        List<JsonObject> entries = new ArrayList<>();
        for (String line : lines(file)) {
            try {
                entries.add(JsonParser.parseString(line).getAsJsonObject());
            } catch (JsonParseException | IllegalStateException noJson) {
                throw new IOException(
                        file + " is no recording: line " + (entries.size() + 1) + " is no JSON object", noJson);
            }
        }
        if (entries.size() < 2 || !entries.get(0).has(SCENARIO)) {
            throw new IOException(file + " is no recording: its first line has no scenario, or is the only one");
        }
        String format = String.valueOf(entries.get(0).get(RECORDING));
        if (!format.contains(FORMAT)) {
            throw new IOException(file + " is of another version: " + format + " instead of \"" + FORMAT + "\"");
        }
        return entries;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException missing) {
            throw new IOException("there is no file " + file, missing);
        }
    }

    /**
     * Returns the scenario of a recording.
     *
     * @param entries its lines
     * @return the scenario that it was created with
     */
    public static JsonObject scenario(List<JsonObject> entries) {
        return entries.get(0).getAsJsonObject(SCENARIO);
    }
}
