package io.github.streamlifecycle.livekit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A program that is told to end, by SIGTERM where there are signals, while it is streaming. */
class ExitTest {
    private static List<String> saidByAProgramThatIsTerminated() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExitProgram.class.getName())
                .redirectErrorStream(true)
                .start();
        CompletableFuture.delayedExecutor(10, TimeUnit.MINUTES).execute(process::destroyForcibly);
        try (BufferedReader output = process.inputReader()) {
            Stream<String> lines = output.lines();
            return lines.peek(line -> {
                        if (line.equals(ExitProgram.LIVE)) {
                            process.toHandle().destroy(); // unlike Process.destroy, leaves its output open
                        }
                    })
                    .toList();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void hookStopsTheStreamAndConfirmsIt() throws Exception {
        assertThat(saidByAProgramThatIsTerminated())
                .contains(ExitProgram.LIVE)
                .anyMatch(line -> line.startsWith("UserStopped[receipt=Stopped["));
    }
}
