package io.github.streamlifecycle.examples.guard.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * The directory for the temporary files of one watcher process, such as the native library of 20 MB that it unpacks. It is
 * deleted by the guard server after the process, and by the process in case that outlives the guard server.
 *
 * @param path the directory
 */
record TemporaryDirectory(Path path) {
    private static final String PREFIX = "guard-watcher-";

    static TemporaryDirectory create() throws IOException {
        return new TemporaryDirectory(Files.createTempDirectory(PREFIX));
    }

    /** Returns the directory of this process; empty if this is not a watcher process. */
    static Optional<TemporaryDirectory> ofThisProcess() {
        Path path = Path.of(System.getProperty("java.io.tmpdir"));
        boolean ours =
                path.getFileName() != null && path.getFileName().toString().startsWith(PREFIX);
        return ours ? Optional.of(new TemporaryDirectory(path)) : Optional.empty();
    }

    void delete() {
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException kept) {
            LoggerFactory.getLogger(TemporaryDirectory.class).debug("temporary files are left behind in {}", path);
        }
    }
}
