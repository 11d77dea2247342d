package io.github.streamlifecycle.examples.guard.store;

import io.github.streamlifecycle.livekit.server.rooms.GuardStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in a file, by H2's MVStore. What is put is written several times a second, so that a process that is killed loses
 * the last moments at most; {@link #close} writes everything.
 *
 * <p>A file that is torn, or is not one of this store, is moved aside, and the store begins without memory.
 */
public final class FileGuardStore implements GuardStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileGuardStore.class);
    private static final int WRITE_EVERY_MILLIS = 200;
    private static final int CACHE_MEGABYTES = 4;
    private static final String GUARDS = "guards";

    private final MVStore store;
    private final MVMap<String, byte[]> guards;
    private final Map<String, byte[]> loaded;

    private FileGuardStore(MVStore store) {
        this.store = store;
        this.guards = store.openMap(
                GUARDS,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
        this.loaded = new HashMap<>(guards);
    }

    /**
     * Opens a store.
     *
     * @param file the file, made if there is none
     * @return the store, to be closed
     * @throws IOException if the file cannot be written, or another process has it open
     */
    public static FileGuardStore open(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        if (Files.isDirectory(absolute)) {
            throw new IOException(file + " is a directory");
        }
        try {
            return read(absolute);
        } catch (RuntimeException broken) {
            if (isLocked(broken) || !Files.isReadable(absolute) || !Files.isWritable(absolute)) {
                throw unopened(file, broken);
            }
            return withoutMemory(absolute, broken);
        }
    }

    private static FileGuardStore withoutMemory(Path file, RuntimeException broken) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".broken-" + System.currentTimeMillis());
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        log.warn(
                "{} cannot be read, so guards begin without memory; it is kept as {}: {}",
                file,
                aside,
                broken.getMessage());
        try {
            return read(file);
        } catch (RuntimeException again) {
            throw unopened(file, again);
        }
    }

    private static IOException unopened(Path file, RuntimeException cause) {
        return new IOException(file + " cannot be opened: " + cause.getMessage(), cause);
    }

    /** Tests for a file that another process has open, which says nothing of what is in it. */
    private static boolean isLocked(RuntimeException failed) {
        return failed instanceof MVStoreException known && known.getErrorCode() == DataUtils.ERROR_FILE_LOCKED;
    }

    private static FileGuardStore read(Path file) {
        MVStore store = new MVStore.Builder()
                .fileName(file.toString())
                .cacheSize(CACHE_MEGABYTES)
                .backgroundExceptionHandler((thread, failed) -> log.error("{} cannot be written", file, failed))
                .open();
        try {
            store.setAutoCommitDelay(WRITE_EVERY_MILLIS);
            return new FileGuardStore(store);
        } catch (RuntimeException broken) {
            store.closeImmediately();
            throw broken;
        }
    }

    @Override
    public Map<String, byte[]> loadAll() {
        return Map.copyOf(loaded);
    }

    @Override
    public void put(String room, byte[] guard) {
        guards.put(room, guard.clone());
    }

    @Override
    public void remove(String room) {
        guards.remove(room);
    }

    /** Writes what is not written yet. A second call changes nothing. */
    @Override
    public void close() {
        store.close();
    }

    @Override
    public String toString() {
        return "store in " + store.getFileStore();
    }
}
