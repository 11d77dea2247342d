package io.github.streamlifecycle.examples.guard;

import io.github.streamlifecycle.examples.guard.config.GuardConfig;
import io.github.streamlifecycle.examples.guard.config.WrongConfiguration;
import io.github.streamlifecycle.examples.guard.server.GuardServer;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** The program: it reads its configuration from the environment, and guards until it is told to end. */
final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;

    private Main() {}

    /**
     * Runs a guard server until the process is told to end by SIGTERM or Ctrl-C.
     *
     * @param args the options that {@code --help} lists
     * @throws InterruptedException if the main thread is interrupted, which nobody here does
     */
    public static void main(String[] args) throws InterruptedException {
        int exitCode = run(List.of(args), System.getenv(), System.out);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    private static int run(List<String> args, Map<String, String> environment, PrintStream out)
            throws InterruptedException {
        if (args.contains("--help") || args.contains("-h")) {
            out.println(GuardConfig.USAGE);
            return 0;
        }
        if (!args.isEmpty()) {
            System.err.println("unknown option: " + args.get(0) + System.lineSeparator() + "--help lists the options");
            return WRONG_CONFIGURATION;
        }
        GuardConfig config;
        try {
            config = GuardConfig.of(environment);
        } catch (WrongConfiguration wrong) {
            System.err.println(wrong.getMessage() + System.lineSeparator() + "--help lists the variables");
            return WRONG_CONFIGURATION;
        }
        GuardServer server = GuardServer.start(config);
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "guard-server-shutdown"));
        new CountDownLatch(1).await();
        return FAILED;
    }
}
