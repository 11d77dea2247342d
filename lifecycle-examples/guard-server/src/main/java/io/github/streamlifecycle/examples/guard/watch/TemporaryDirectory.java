package io.github.streamlifecycle.examples.guard.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory for the temporary files of one watcher process, such as the native library of 20 MB that it unpacks. It is
 * deleted by the guard server after the process, by the process in case that outlives the guard server, and if both are killed by
 * the next guard server: a lock in it, which ends with the guard server, tells whether somebody still needs it.
 *
 * @param path the directory
 */
record TemporaryDirectory(Path path) {
    private static final String PREFIX = "guard-watcher-";

    private static final String LOCK = "guard-server.lock";
    /** Longer than it takes from making a directory to locking it. */
    private static final Duration NEW = Duration.ofMinutes(1);

    /** Those of this JVM, whose locks would be lost if it opened them again. */
    private static final Map<Path, FileChannel> LOCKED = new ConcurrentHashMap<>();

    static TemporaryDirectory create() throws IOException {
        return createIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static TemporaryDirectory createIn(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        LOCKED.put(path, lock);
        lock.lock();
        return new TemporaryDirectory(path);
    }

    /** Deletes the directories of guard servers that were killed together with their watcher processes. */
    static void deleteAbandoned(Path parent) {
        try {
            List<Path> candidates = candidates(parent);
            if (!candidates.isEmpty()) {
                TemporaryDirectory ours = createIn(parent);
                UserPrincipal us = Files.getOwner(ours.path());
                ours.delete();
                candidates.stream().filter(path -> isAbandoned(path, us)).forEach(path -> {
                    log().info("{} of a guard server that was killed is deleted", path);
                    new TemporaryDirectory(path).delete();
                });
            }
        } catch (IOException | UncheckedIOException kept) {
            log().debug("temporary files of others are left behind in {}", parent, kept);
        }
    }

    private static List<Path> candidates(Path parent) throws IOException {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(path -> path.getFileName().toString().startsWith(PREFIX))
                    .filter(path -> !LOCKED.containsKey(path))
                    .toList();
        }
    }

    private static boolean isAbandoned(Path path, UserPrincipal us) {
        try {
            Path file = path.resolve(LOCK);
            return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(path).equals(us)
                    && Files.getLastModifiedTime(file)
                            .toInstant()
                            .isBefore(Instant.now().minus(NEW))
                    && isUnlocked(file);
        } catch (IOException | OverlappingFileLockException inUse) {
            return false;
        }
    }

    private static boolean isUnlocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock != null;
        }
    }

    private static Logger log() {
        return LoggerFactory.getLogger(TemporaryDirectory.class);
    }

    /** Returns the directory of this process; empty if this is not a watcher process. */
    static Optional<TemporaryDirectory> ofThisProcess() {
        Path path = Path.of(System.getProperty("java.io.tmpdir"));
        boolean ours =
                path.getFileName() != null && path.getFileName().toString().startsWith(PREFIX);
        return ours ? Optional.of(new TemporaryDirectory(path)) : Optional.empty();
    }

    void delete() {
        FileChannel lock = LOCKED.remove(path);
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException open) {
                log().debug("the lock of {} stays open", path);
            }
        }
        try (Stream<Path> files = Files.walk(path)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException kept) {
            log().debug("temporary files are left behind in {}", path);
        }
    }
}
