package io.github.streamlifecycle.examples.guard.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.streamlifecycle.livekit.server.rooms.GuardStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class FileGuardStoreTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final byte[] GUARD = {1, 0, -1, 127};

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("guards");
    }

    @Nested
    class InAFile extends GuardStoreContract {
        @Override
        GuardStore open() throws IOException {
            return FileGuardStore.open(file());
        }

        @Override
        GuardStore reopened(GuardStore store) throws IOException {
            ((FileGuardStore) store).close();
            return FileGuardStore.open(file());
        }
    }

    @Nested
    class InMemory extends GuardStoreContract {
        @Override
        GuardStore open() {
            return GuardStore.inMemory();
        }

        @Override
        GuardStore reopened(GuardStore store) {
            return store;
        }
    }

    private List<Path> movedAside() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> path.getFileName().toString().startsWith("guards.broken-"))
                    .toList();
        }
    }

    private void assertBeginsAnew() throws IOException {
        byte[] before = Files.readAllBytes(file());
        try (FileGuardStore store = FileGuardStore.open(file())) {
            assertThat(store.loadAll()).isEmpty();
            store.put("room", GUARD);
        }
        try (FileGuardStore store = FileGuardStore.open(file())) {
            assertThat(store.loadAll()).containsOnlyKeys("room");
        }
        assertThat(movedAside())
                .singleElement()
                .satisfies(aside -> assertThat(aside).hasBinaryContent(before));
    }

    private void fill(int rooms) throws IOException {
        try (FileGuardStore store = FileGuardStore.open(file())) {
            for (int i = 0; i < rooms; i++) {
                store.put("room-" + i, new byte[300]);
            }
        }
    }

    @Test
    void foreignFileIsMovedAside() throws IOException {
        Files.writeString(file(), "this is not a store\n".repeat(1_000));
        assertBeginsAnew();
    }

    @Test
    void noiseIsMovedAside() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        Files.write(file(), noise);
        assertBeginsAnew();
    }

    @Test
    void storeOfOtherValuesIsMovedAside() throws IOException {
        try (MVStore other = MVStore.open(file().toString())) {
            other.openMap("guards").put(1, List.of("something else"));
        }
        assertBeginsAnew();
    }

    /** Whatever is cut off or overwritten: it starts, and never makes up a room. */
    @Test
    void tornFileCostsMemoryNeverTheStart() throws IOException {
        fill(200);
        byte[] whole = Files.readAllBytes(file());
        for (int i = 0; i < 40; i++) {
            Random random = new Random(i);
            byte[] torn = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
            for (int j = 0; j < i % 4 * 50; j++) {
                torn[random.nextInt(torn.length)] ^= (byte) (1 + random.nextInt(255));
            }
            Files.write(file(), torn);
            try (FileGuardStore store = FileGuardStore.open(file())) {
                assertThat(store.loadAll().keySet()).allMatch(room -> room.length() < 300);
                store.put("room", GUARD);
            }
            try (FileGuardStore store = FileGuardStore.open(file())) {
                assertThat(store.loadAll().get("room")).isEqualTo(GUARD);
            }
        }
    }

    @Test
    void emptyFileIsAnEmptyStore() throws IOException {
        Files.createFile(file());
        try (FileGuardStore store = FileGuardStore.open(file())) {
            assertThat(store.loadAll()).isEmpty();
        }
        assertThat(movedAside()).isEmpty();
    }

    @Test
    void folderIsMade() throws IOException {
        try (FileGuardStore store = FileGuardStore.open(folder.resolve("a/b/guards"))) {
            store.put("room", GUARD);
        }
        assertThat(folder.resolve("a/b/guards")).exists();
    }

    @Test
    void lockedFileIsRefusedAndStaysWhereItIs() throws IOException {
        try (FileGuardStore first = FileGuardStore.open(file())) {
            first.put("room", GUARD);
            assertThatThrownBy(() -> FileGuardStore.open(file()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("guards cannot be opened");
        }
        assertThat(movedAside()).isEmpty();
    }

    @Test
    void directoryIsRefused() {
        assertThatThrownBy(() -> FileGuardStore.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + " is a directory");
    }

    /** A store on a disk that can fail. */
    private FileGuardStore onADisk() throws IOException {
        FaultyFiles.register();
        return FileGuardStore.open(file(), FaultyFiles::nameOf);
    }

    @Test
    void fileThatCannotBeReadJustNowStaysWhereItIs() throws IOException {
        fill(200);
        FaultyFiles.READS_FAIL.set(true);
        try {
            assertThatThrownBy(this::onADisk)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("guards cannot be opened");
        } finally {
            FaultyFiles.READS_FAIL.set(false);
        }
        assertThat(movedAside()).isEmpty();
        try (FileGuardStore store = onADisk()) {
            assertThat(store.loadAll()).hasSize(200);
        }
    }

    @Test
    void failedWriteIsToldAndDoneOnceItCanBe() throws IOException {
        try (FileGuardStore store = FileGuardStore.open(file())) {
            store.put("before", GUARD);
            store.put("removed", GUARD);
        }
        try (FileGuardStore store = onADisk()) {
            FaultyFiles.WRITES_FAIL.set(true);
            try {
                await().atMost(LONG).until(() -> {
                    tryTo(() -> store.put("meanwhile", GUARD));
                    return store.trouble().isPresent();
                });
                assertThatThrownBy(() -> store.put("later", GUARD)).hasMessageContaining("cannot be written");
                assertThatThrownBy(() -> store.remove("removed")).hasMessageContaining("cannot be written");
            } finally {
                FaultyFiles.WRITES_FAIL.set(false);
            }
            await().atMost(LONG).until(() -> store.trouble().isEmpty());
            store.put("after", GUARD);
        }
        assertThat(movedAside()).isEmpty();
        try (FileGuardStore store = FileGuardStore.open(file())) {
            assertThat(store.loadAll()).containsOnlyKeys("before", "meanwhile", "later", "after");
        }
    }

    @Test
    void closeWritesWhatFailedBefore() throws IOException {
        FileGuardStore store = onADisk();
        FaultyFiles.WRITES_FAIL.set(true);
        try {
            await().atMost(LONG).until(() -> {
                tryTo(() -> store.put("room", GUARD));
                return store.trouble().isPresent();
            });
        } finally {
            FaultyFiles.WRITES_FAIL.set(false);
        }
        store.close();
        try (FileGuardStore again = FileGuardStore.open(file())) {
            assertThat(again.loadAll()).containsOnlyKeys("room");
        }
    }

    @Test
    void closeEndsOnADiskThatIsFull() throws IOException {
        FileGuardStore store = onADisk();
        store.put("room", GUARD);
        FaultyFiles.WRITES_FAIL.set(true);
        try {
            tryTo(store::close);
            store.close();
        } finally {
            FaultyFiles.WRITES_FAIL.set(false);
        }
        assertThatThrownBy(() -> store.put("later", GUARD)).hasMessageContaining("it is closed");
    }

    private static void tryTo(Runnable write) {
        try {
            write.run();
        } catch (IllegalStateException | MVStoreException failed) {
            // told by the store's trouble too
        }
    }
}
