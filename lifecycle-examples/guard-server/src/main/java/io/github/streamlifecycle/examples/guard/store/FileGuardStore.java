package io.github.streamlifecycle.examples.guard.store;

import io.github.streamlifecycle.livekit.server.rooms.GuardStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store in a file, by H2's MVStore. What is put is written several times a second, so that a process that is killed loses
 * the last moments at most; {@link #close} writes everything.
 *
 * <p>A file that is corrupt, or is not one of this store, is moved aside, and the store begins without memory. One that cannot
 * be read or written just now is left where it is. If it cannot be written while the store is open, what is to be in it is
 * kept in memory, {@link #trouble} tells why, and the file is tried again every second.
 *
 * <p>Thread-safe.
 */
public final class FileGuardStore implements GuardStore, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileGuardStore.class);
    private static final long AGAIN_AFTER_MILLIS = 1_000;

    private final Path file;
    private final Function<Path, String> name;
    private final ScheduledExecutorService again;
    private final ScheduledFuture<?> looks;
    /** What is to be in the file. */
    private final Map<String, byte[]> guards = new ConcurrentHashMap<>();

    private volatile @Nullable String trouble;
    /** Guarded by this, as is the rest. */
    private StoreFile opened;

    private boolean closed;

    private FileGuardStore(Path file, Function<Path, String> name) throws IOException {
        this.file = file;
        this.name = name;
        this.opened = openOrMoveAside();
        guards.putAll(opened.guards());
        opened.writeByItself();
        this.again = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "guard-server-store");
            thread.setDaemon(true);
            return thread;
        });
        this.looks =
                again.scheduleWithFixedDelay(this::look, AGAIN_AFTER_MILLIS, AGAIN_AFTER_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Opens a store.
     *
     * @param file the file, made if there is none
     * @return the store, to be closed
     * @throws IOException if the file cannot be read or written, or another process has it open
     */
    public static FileGuardStore open(Path file) throws IOException {
        return open(file, Path::toString);
    }

    /** Opens a store by the name that MVStore takes for a file: it may name a file system of MVStore's. */
    static FileGuardStore open(Path file, Function<Path, String> name) throws IOException {
        Path absolute = file.toAbsolutePath();
        if (absolute.getParent() != null) {
            Files.createDirectories(absolute.getParent());
        }
        if (Files.isDirectory(absolute)) {
            throw new IOException(file + " is a directory");
        }
        return new FileGuardStore(absolute, name);
    }

    private StoreFile openOrMoveAside() throws IOException {
        try {
            return open();
        } catch (RuntimeException broken) {
            if (!StoreFile.isCorrupt(broken) || !Files.isReadable(file) || !Files.isWritable(file)) {
                throw unopened(broken);
            }
            moveAside(broken);
        }
        try {
            return open();
        } catch (RuntimeException again) {
            throw unopened(again);
        }
    }

    private StoreFile open() {
        return StoreFile.open(name.apply(file), this::failed);
    }

    private void moveAside(RuntimeException broken) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".broken-" + System.currentTimeMillis());
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        log.warn("{} is corrupt, and is kept as {}: {}", file, aside, broken.getMessage());
    }

    private IOException unopened(RuntimeException cause) {
        return new IOException(file + " cannot be opened: " + cause.getMessage(), cause);
    }

    private void failed(Throwable failed) {
        if (trouble == null) {
            log.error("{} cannot be written, and is tried again every second", file, failed);
        }
        trouble = String.valueOf(failed.getMessage());
    }

    private synchronized void look() {
        if (closed || isWritten()) {
            return;
        }
        try {
            reopen();
        } catch (IOException | RuntimeException stillFails) {
            failed(stillFails);
        }
    }

    /** After a write that failed the file is closed, a moment after that is told. */
    private boolean isWritten() {
        return trouble == null && opened.isOpen();
    }

    /** Writes a file anew: MVStore may write on to the one before after a failure, and what is in it then does not fit. */
    private void reopen() throws IOException {
        opened.giveUp();
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        StoreFile fresh = StoreFile.open(name.apply(next), failed -> log.debug("{} failed", next, failed));
        try {
            fresh.guards().putAll(guards);
            fresh.close();
        } catch (RuntimeException failed) {
            fresh.giveUp();
            throw failed;
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        opened = open();
        trouble = null;
        opened.writeByItself();
        log.info("{} is written again", file);
    }

    /**
     * Tells what is wrong.
     *
     * @return the reason why the file cannot be written at present; empty if it can
     */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    @Override
    public Map<String, byte[]> loadAll() {
        return Map.copyOf(guards);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the file cannot be written at present; the value is kept, and written once it can be
     */
    @Override
    public void put(String room, byte[] guard) {
        byte[] copy = guard.clone();
        guards.put(room, copy);
        write(map -> map.put(room, copy));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if the file cannot be written at present; the value is removed once it can be
     */
    @Override
    public void remove(String room) {
        guards.remove(room);
        write(map -> map.remove(room));
    }

    private synchronized void write(Consumer<Map<String, byte[]>> change) {
        if (closed || !isWritten()) {
            throw new IllegalStateException(
                    file + " cannot be written at present: " + (closed ? "it is closed" : trouble));
        }
        change.accept(opened.guards());
    }

    /** Writes what is not written yet. A second call changes nothing. */
    @Override
    public void close() {
        looks.cancel(false);
        again.shutdown();
        look();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            if (isWritten()) {
                opened.close();
            } else {
                opened.giveUp();
                log.error("{} is closed without its latest values: {}", file, trouble);
            }
        }
    }

    @Override
    public String toString() {
        return "store in " + file;
    }
}
