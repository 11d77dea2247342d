package io.github.streamlifecycle.examples.guard;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.WrongConfiguration;
import io.github.streamlifecycle.examples.guard.demo.BrowserDemo;
import io.github.streamlifecycle.examples.guard.demo.Demo;
import io.github.streamlifecycle.examples.guard.server.GuardServer;
import io.github.streamlifecycle.examples.guard.watch.WatchProcesses;
import io.github.streamlifecycle.livekit.server.RoomWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The program: it reads its configuration from the environment, and guards until it is told to end. */
final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;
    private static final int EXCLUDED = 3;

    private Main() {}

    /**
     * Runs a guard server until the process is told to end by SIGTERM or Ctrl-C.
     *
     * @param args the options that {@code --help} lists
     */
    public static void main(String[] args) {
        if (Demo.isAskedFor(List.of(args))) {
            System.exit(Demo.run(List.of(args), System.out));
        }
        if (BrowserDemo.isAskedFor(List.of(args))) {
            System.exit(BrowserDemo.run(System.getenv(), System.out));
        }
        int exitCode = run(List.of(args), System.getenv(), new Streams(System.out, System.err));
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    /**
     * Where a program prints to.
     *
     * @param out what was asked for
     * @param err what went wrong
     */
    record Streams(PrintStream out, PrintStream err) {}

    /** Returns the exit code; 0 also if the server runs now. */
    static int run(List<String> args, Map<String, String> environment, Streams streams) {
        if (args.contains("--help") || args.contains("-h")) {
            streams.out().println(GuardConfig.USAGE);
            return 0;
        }
        if (!args.isEmpty()) {
            String unknown = args.stream()
                    .filter(arg -> !List.of(Demo.OPTION, BrowserDemo.OPTION).contains(arg))
                    .findFirst()
                    .orElse(String.join(" ", args));
            streams.err().println("unknown option: " + unknown + System.lineSeparator() + "--help lists the options");
            return WRONG_CONFIGURATION;
        }
        // before anybody asks for a logger; a wrong value is refused below
        String log = environment.getOrDefault("GUARD_LOG", "").strip().toLowerCase(Locale.ROOT);
        System.setProperty("guard.log", log.isEmpty() ? "text" : log);
        GuardConfig config;
        try {
            config = GuardConfig.of(environment);
        } catch (WrongConfiguration wrong) {
            streams.err().println(wrong.getMessage() + System.lineSeparator() + "--help lists the variables");
            return WRONG_CONFIGURATION;
        }
        Optional<WatchProcesses> watch = Optional.empty();
        try {
            watch = watch(config.watch());
            GuardServer server = GuardServer.start(config, watch.map(RoomWatch.class::cast));
            watch.ifPresent(watching -> server.alsoClose("watcher processes", watching));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "guard-server-shutdown"));
            // on a thread of its own: this one may be needed for the end
            server.excluded().thenRun(() -> new Thread(() -> System.exit(EXCLUDED), "guard-server-excluded").start());
            return 0;
        } catch (IOException failed) {
            watch.ifPresent(WatchProcesses::close);
            streams.err().println(failed.getMessage());
            return FAILED;
        }
    }

    /** With AUTO the first process finds out whether webrtc-java loads; with ON the start waits for that. */
    private static Optional<WatchProcesses> watch(GuardConfig.Watch config) throws IOException {
        if (config.mode() == GuardConfig.Watch.Mode.OFF) {
            return Optional.empty();
        }
        Optional<String> trouble =
                config.mode() == GuardConfig.Watch.Mode.ON ? WatchProcesses.trouble() : Optional.empty();
        if (trouble.isPresent()) {
            throw new IOException("GUARD_WATCH: " + trouble.get());
        }
        return Optional.of(WatchProcesses.of(config.roomsPerProcess()));
    }
}
