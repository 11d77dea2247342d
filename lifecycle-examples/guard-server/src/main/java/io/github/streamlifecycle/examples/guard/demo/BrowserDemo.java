package io.github.streamlifecycle.examples.guard.demo;

import io.github.streamlifecycle.examples.guard.config.WrongConfiguration;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A demonstration to look at and to play with: the host is a page in the user's own browser, and the console in another tab
 * shows what the guard server makes of it. It goes on until it is ended by Ctrl-C.
 */
public final class BrowserDemo {
    /** The option that puts the host into a browser; beside {@link Demo#OPTION}. */
    public static final String OPTION = "--browser";

    private static final int FAILED = 1;
    private static final int WRONG_CONFIGURATION = 2;

    private BrowserDemo() {}

    /**
     * Tests whether this demonstration is asked for.
     *
     * @param args all options of the program
     * @return true if they are {@link Demo#OPTION} and {@link #OPTION}
     */
    public static boolean isAskedFor(List<String> args) {
        return args.size() == 2 && args.contains(Demo.OPTION) && args.contains(OPTION);
    }

    /**
     * Runs the demonstration until the process is told to end.
     *
     * @param environment environment variables: those of LiveKit, if it is not to be played by its double, and those of the
     *     guard server
     * @param out where the addresses are told
     * @return the exit code, if it cannot begin
     */
    public static int run(Map<String, String> environment, PrintStream out) {
        System.setProperty("guard.log", environment.containsKey("GUARD_LOG") ? environment.get("GUARD_LOG") : "none");
        try {
            BrowserStage stage = BrowserStage.open(environment);
            CountDownLatch ended = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stage.close();
                                ended.countDown();
                            },
                            "guard-demo-shutdown"));
            out.print(ready(stage));
            out.flush();
            ended.await();
            return 0;
        } catch (WrongConfiguration | Setback wrong) {
            System.err.println(wrong.getMessage());
            return WRONG_CONFIGURATION;
        } catch (IOException unusable) {
            System.err.println(unusable.getMessage());
            return FAILED;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static String ready(BrowserStage stage) {
        return String.format("""

            Open both in a browser, side by side:

              %-32s a page that plays a host who goes live
              %-32s the console: what the guard server sees and does

            %s
            Go live, then close the tab, or crash it: the console shows who notices, and the stop. Ctrl-C ends this.
            """, stage.hostPage(), stage.console(), stage.livekit());
    }
}
