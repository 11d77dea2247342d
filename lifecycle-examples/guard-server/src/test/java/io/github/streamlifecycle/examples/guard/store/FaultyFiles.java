package io.github.streamlifecycle.examples.guard.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/** A file system of MVStore's whose reads and writes can be made to fail, as those of a disk that is full or gone. */
public final class FaultyFiles extends FilePathWrapper {
    static final AtomicBoolean READS_FAIL = new AtomicBoolean();
    static final AtomicBoolean WRITES_FAIL = new AtomicBoolean();
    private static final String SCHEME = "faulty";

    static void register() {
        FilePath.register(new FaultyFiles());
    }

    static String nameOf(Object file) {
        return SCHEME + ":" + file;
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Channel(getBase().open(mode));
    }

    private static void fail(AtomicBoolean failing) throws IOException {
        if (failing.get()) {
            throw new IOException("Input/output error");
        }
    }

    private static final class Channel extends FileBaseDefault {
        private final FileChannel base;

        Channel(FileChannel base) {
            this.base = base;
        }

        @Override
        public long size() throws IOException {
            return base.size();
        }

        @Override
        public synchronized int read(ByteBuffer to, long position) throws IOException {
            fail(READS_FAIL);
            return base.read(to, position);
        }

        @Override
        public synchronized int write(ByteBuffer from, long position) throws IOException {
            fail(WRITES_FAIL);
            return base.write(from, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            base.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            base.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return base.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            base.close();
        }
    }
}
