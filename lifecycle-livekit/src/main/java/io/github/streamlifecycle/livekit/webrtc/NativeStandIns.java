package io.github.streamlifecycle.livekit.webrtc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empty stand-ins for the shared libraries that webrtc-java needs to load on Linux and a headless publisher never calls.
 * See docs/adr/0004-stand-ins-for-native-libraries.md.
 */
final class NativeStandIns {
    static final List<String> NEEDED = List.of(
            "libpulse.so.0",
            "libudev.so.1",
            "libX11.so.6",
            "libXfixes.so.3",
            "libXrandr.so.2",
            "libXcomposite.so.1",
            "libdbus-1.so.3");

    private static final Logger log = LoggerFactory.getLogger(NativeStandIns.class);
    private static final Path LOADER_CACHE = Path.of("/etc/ld.so.cache");
    private static final List<String> TRUSTED =
            List.of("/lib", "/usr/lib", "/lib64", "/usr/lib64", "/lib/%s-linux-gnu", "/usr/lib/%s-linux-gnu");

    private NativeStandIns() {}

    /**
     * Loads a stand-in for each library that the system's loader would not find. Does nothing on systems other than
     * Linux.
     */
    static void loadMissing() {
        Optional<ElfStub.Machine> machine = machine();
        if (machine.isEmpty()) {
            return;
        }
        byte[] cache = loaderCache();
        for (String soname : NEEDED) {
            if (!isCached(cache, soname) && !isInstalled(soname, machine.get())) {
                log.info("{} is not installed; an empty stand-in serves a headless publisher", soname);
                load(ElfStub.of(soname, machine.get()));
            }
        }
    }

    private static Optional<ElfStub.Machine> machine() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return Optional.empty();
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> Optional.of(ElfStub.Machine.X86_64);
            case "aarch64", "arm64" -> Optional.of(ElfStub.Machine.AARCH64);
            default -> Optional.empty();
        };
    }

    /**
     * Returns whether the loader's cache has a name. Names there end in a zero byte, so that a longer one is no match.
     */
    static boolean isCached(byte[] cache, String soname) {
        byte[] name = (soname + "\0").getBytes(StandardCharsets.US_ASCII);
        for (int at = 0; at + name.length <= cache.length; at++) {
            if (cache[at] == name[0] && Arrays.equals(cache, at, at + name.length, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private static byte[] loaderCache() {
        try {
            return Files.readAllBytes(LOADER_CACHE);
        } catch (IOException noCache) {
            return new byte[0];
        }
    }

    private static boolean isInstalled(String soname, ElfStub.Machine machine) {
        Stream<String> own =
                Stream.ofNullable(System.getenv("LD_LIBRARY_PATH")).flatMap(path -> Stream.of(path.split(":")));
        return Stream.concat(own, TRUSTED.stream().map(folder -> folder.formatted(machine.triplet())))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.exists(Path.of(folder, soname)));
    }

    private static void load(byte[] library) {
        try {
            Path file = Files.createTempFile("stand-in", ".so");
            try {
                Files.write(file, library);
                System.load(file.toString());
            } finally {
                // a loaded library no longer needs its file
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a stand-in library could not be written to the temp directory", e);
        }
    }
}
