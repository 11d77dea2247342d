package io.github.streamlifecycle.examples.guard.store;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The file of a store, opened.
 *
 * @param store the store
 * @param guards what is in it
 */
record StoreFile(MVStore store, MVMap<String, byte[]> guards) {
    private static final int WRITE_EVERY_MILLIS = 200;
    private static final int CACHE_MEGABYTES = 4;
    private static final String GUARDS = "guards";

    /**
     * Opens it, and makes it if there is none. It is only written by {@link #write} until {@link #writeByItself}.
     *
     * @param file its name, as MVStore takes it
     * @param whenFailed told if it cannot be written any more; it is closed then
     * @throws RuntimeException if it is not a store, is corrupt or cannot be read
     */
    static StoreFile open(String file, Consumer<Throwable> whenFailed) {
        AtomicBoolean isOpen = new AtomicBoolean(); // until then failures are thrown
        MVStore store = new MVStore.Builder()
                .fileName(file)
                .cacheSize(CACHE_MEGABYTES)
                .autoCommitDisabled()
                .backgroundExceptionHandler((thread, failed) -> {
                    if (isOpen.get()) {
                        whenFailed.accept(failed);
                    }
                })
                .open();
        try {
            MVMap<String, byte[]> guards = store.openMap(
                    GUARDS,
                    new MVMap.Builder<String, byte[]>()
                            .keyType(StringDataType.INSTANCE)
                            .valueType(ByteArrayDataType.INSTANCE));
            guards.forEach((room, guard) -> {}); // so that what cannot be read is found now
            isOpen.set(true);
            return new StoreFile(store, guards);
        } catch (RuntimeException broken) {
            store.closeImmediately();
            throw broken;
        }
    }

    /**
     * Tests whether a failure to open says that the file is corrupt, rather than that it could not be read just now: another
     * process may have it open, or the disk may be full or gone.
     */
    static boolean isCorrupt(RuntimeException failed) {
        if (failed instanceof MVStoreException known
                && (known.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
                        || known.getErrorCode() == DataUtils.ERROR_WRITING_FAILED
                        || known.getErrorCode() == DataUtils.ERROR_CLOSED)) {
            return false;
        }
        return Stream.<Throwable>iterate(failed, cause -> cause != null, Throwable::getCause)
                .filter(IOException.class::isInstance)
                .allMatch(EOFException.class::isInstance); // shorter than it says it is
    }

    boolean isOpen() {
        return !store.isClosed();
    }

    /** From now on writes several times a second what has changed. */
    void writeByItself() {
        store.setAutoCommitDelay(WRITE_EVERY_MILLIS);
    }

    /** Writes what has changed, on this thread, and no more by itself. */
    void write() {
        store.setAutoCommitDelay(0);
        store.commit();
    }

    /** Closes it once it was written: MVStore does not come back from a close in which a write fails. */
    void close() {
        try {
            write();
        } catch (RuntimeException failed) {
            giveUp();
            throw failed;
        }
        store.close();
    }

    /** Closes it without writing. */
    void giveUp() {
        store.closeImmediately();
    }
}
