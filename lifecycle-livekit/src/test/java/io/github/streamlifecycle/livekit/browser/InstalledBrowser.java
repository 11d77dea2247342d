package io.github.streamlifecycle.livekit.browser;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A Chromium and its driver, found on the PATH or in /usr/bin. Nothing is downloaded. */
record InstalledBrowser(Path browser, Path driver) {
    static final String MISSING =
            "Browser tests are skipped: no Chromium with a chromedriver is on the PATH or in /usr/bin.";

    private static final List<String> BROWSERS = List.of("chromium", "google-chrome", "chromium-browser");

    static Optional<InstalledBrowser> find() {
        return find(System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin");
    }

    static Optional<InstalledBrowser> find(String path) {
        return BROWSERS.stream()
                .flatMap(name -> program(path, name))
                .flatMap(browser -> program(path, "chromedriver").map(driver -> new InstalledBrowser(browser, driver)))
                .findFirst();
    }

    private static Stream<Path> program(String path, String name) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable);
    }
}
