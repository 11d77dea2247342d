package io.github.streamlifecycle.livekit.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledBrowserTest {
    @TempDir
    private Path first;

    @TempDir
    private Path second;

    private Path program(Path folder, String name) throws IOException {
        Path program = Files.createFile(folder.resolve(name));
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    private String path() {
        return String.join(File.pathSeparator, "", first.toString(), second.toString());
    }

    @Test
    void browserAndDriverAreFoundInSeveralFolders() throws IOException {
        Path driver = program(first, "chromedriver");
        program(second, "google-chrome");
        Path browser = program(second, "chromium");
        assertThat(InstalledBrowser.find(path())).contains(new InstalledBrowser(browser, driver));
    }

    @Test
    void browserWithoutADriverIsNone() throws IOException {
        program(first, "chromium");
        assertThat(InstalledBrowser.find(path())).isEmpty();
    }

    @Test
    void fileThatCannotBeRunIsNoProgram() throws IOException {
        program(first, "chromedriver");
        Files.createFile(second.resolve("chromium"));
        assertThat(InstalledBrowser.find(path())).isEmpty();
    }
}
