package io.github.streamlifecycle.examples.guard.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What is left behind by a guard server that was killed together with its watcher processes. */
class TemporaryDirectoryTest {
    @TempDir
    private Path parent;

    private Path directory(String name, Duration age) throws IOException {
        Path path = Files.createDirectory(parent.resolve(name));
        Files.writeString(path.resolve("library.so"), "native");
        Path lock = Files.createFile(path.resolve("guard-server.lock"));
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(age)));
        return path;
    }

    @Test
    void abandonedDirectoryIsDeleted() throws IOException {
        Path abandoned = directory("guard-watcher-1", Duration.ofHours(1));
        TemporaryDirectory.deleteAbandoned(parent);
        assertThat(abandoned).doesNotExist();
    }

    @Test
    void directoryOfALivingGuardServerStays() throws Exception {
        Path others = directory("guard-watcher-1", Duration.ofHours(1));
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        others.resolve("guard-server.lock").toString())
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('!');
            TemporaryDirectory.deleteAbandoned(parent);
            assertThat(others.resolve("library.so")).exists();
        } finally {
            holder.destroyForcibly().waitFor();
        }
        TemporaryDirectory.deleteAbandoned(parent);
        assertThat(others).doesNotExist();
    }

    @Test
    void directoryOfThisProcessStaysAndIsDeletedWithIt() throws IOException {
        TemporaryDirectory ours = TemporaryDirectory.createIn(parent);
        Path lock = ours.path().resolve("guard-server.lock");
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        TemporaryDirectory.deleteAbandoned(parent);
        assertThat(lock).exists();
        ours.delete();
        assertThat(ours.path()).doesNotExist();
    }

    @Test
    void newOnesAndThoseOfOtherProgramsStay() throws IOException {
        Path justMade = directory("guard-watcher-1", Duration.ZERO);
        Path other = directory("other-program-1", Duration.ofHours(1));
        Path unlocked = Files.createDirectory(parent.resolve("guard-watcher-2"));
        TemporaryDirectory.deleteAbandoned(parent);
        assertThat(justMade).exists();
        assertThat(other).exists();
        assertThat(unlocked).exists();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a link takes rights there")
    void linkIsNotFollowed() throws IOException {
        Path precious = directory("precious", Duration.ofHours(1));
        Files.createSymbolicLink(parent.resolve("guard-watcher-1"), precious);
        TemporaryDirectory.deleteAbandoned(parent);
        assertThat(precious.resolve("library.so")).exists();
    }

    /** Another guard server. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
                channel.lock();
                System.out.print('!');
                System.out.flush();
                Thread.currentThread().join();
            }
        }
    }
}
