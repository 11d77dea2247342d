package io.github.streamlifecycle.examples.guard.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of this process, with all that native code has allocated. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");

    private ResidentMemory() {}

    /** Returns the bytes that this process occupies; 0 on a system that does not say so in Linux's way. */
    static long bytes() {
        try {
            return Files.isReadable(STATUS) ? bytes(Files.readAllLines(STATUS)) : 0;
        } catch (IOException unreadable) {
            return 0;
        }
    }

    static long bytes(List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replaceAll("\\D", ""))
                .filter(digits -> !digits.isEmpty())
                .mapToLong(kilobytes -> Long.parseLong(kilobytes) << 10)
                .findFirst()
                .orElse(0);
    }
}
