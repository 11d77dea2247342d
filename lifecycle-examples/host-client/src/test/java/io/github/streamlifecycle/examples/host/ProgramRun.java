package io.github.streamlifecycle.examples.host;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A run of the program in this process. */
record ProgramRun(int exitCode, String out) {
    static ProgramRun of(Map<String, String> environment, String... args) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exitCode = HostClient.run(args, environment, out, new UserStop(out));
        return new ProgramRun(exitCode, bytes.toString(StandardCharsets.UTF_8));
    }

    List<String> lines() {
        return out.lines().toList();
    }

    String lastLine() {
        return lines().get(lines().size() - 1);
    }

    long count(String words) {
        return out.lines().filter(line -> line.contains(words)).count();
    }
}
