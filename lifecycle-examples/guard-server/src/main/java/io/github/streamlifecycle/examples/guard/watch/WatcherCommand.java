package io.github.streamlifecycle.examples.guard.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The command that starts a watcher process: this JVM's own Java and class path, with little memory and no secret. */
final class WatcherCommand {
    /** They are meant for the guard server: a secret, a debugger's port, an agent, a heap of gigabytes. */
    private static final Set<String> NOT_INHERITED = Set.of(
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS",
            "LIVEKIT_API_KEY",
            "LIVEKIT_API_SECRET",
            "GUARD_ADMIN_TOKEN");

    private WatcherCommand() {}

    /**
     * Describes a process.
     *
     * @param main the class that it runs
     * @param temporaryFiles where native libraries are unpacked, to be deleted after it
     */
    static ProcessBuilder of(String main, Path temporaryFiles) {
        ProcessBuilder command = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:ErrorFile=" + temporaryFiles.resolve("crash.log"),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporaryFiles,
                "-cp",
                System.getProperty("java.class.path"),
                main));
        withoutSecrets(command.environment());
        return command;
    }

    static void withoutSecrets(Map<String, String> environment) {
        environment.keySet().removeIf(NOT_INHERITED::contains);
    }
}
