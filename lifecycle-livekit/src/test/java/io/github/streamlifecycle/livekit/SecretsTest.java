package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Everything that is logged at TRACE, and all that a user may print, without a token, a key or a secret in it. */
class SecretsTest {
    private static String said() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
                        "-Dorg.slf4j.simpleLogger.logFile=System.out",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecretsProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(process::destroyForcibly);
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void nothingThatIsLoggedOrPrintedHasASecret() throws Exception {
        List<String> lines = said().lines().toList();
        assertThat(lines)
                .as("what is looked through")
                .contains(SecretsProgram.THE_END)
                .anyMatch(line -> line.contains("INFO io.github.streamlifecycle.livekit.stop.ConfirmedStop"))
                .anyMatch(line -> line.contains("DEBUG io.github.streamlifecycle.livekit.HostGuard"))
                .anyMatch(line -> line.contains("okhttp3"))
                .anyMatch(line -> line.contains("FINE"))
                .anyMatch(line -> line.contains("StopEnded"))
                .anyMatch(line -> line.contains("(token)"))
                .anyMatch(line -> line.contains("WhipException"));
        assertThat(lines)
                .filteredOn(line -> line.contains("eyJ")
                        || line.contains(SecretsProgram.KEY)
                        || line.contains(SecretsProgram.SECRET)
                        || line.contains(SecretsProgram.STREAM_KEY))
                .isEmpty();
    }
}
