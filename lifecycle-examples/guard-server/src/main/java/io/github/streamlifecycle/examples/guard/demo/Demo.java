package io.github.streamlifecycle.examples.guard.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * A demonstration that needs nothing but this machine: a host goes live and is killed, and the guard server stops its egress.
 *
 * <p>LiveKit's part is played by its double, in a process of its own, and so is the host's: it publishes over WebRTC. The
 * demonstration shows what is seen when and by which source, and beside it what LiveKit alone was measured to do. It has
 * succeeded if the double says that the egress was stopped exactly once.
 */
public final class Demo {
    /** The option that asks for the demonstration. */
    public static final String OPTION = "--demo";

    /** The option with which no stop is carried out, so that the demonstration has to fail. */
    public static final String STOPS_FAIL = "--stops-fail";

    private static final String INTRODUCTION = """

            What a guard server does for a live stream whose host is suddenly gone.

              A host sends its picture to a room of a LiveKit server. To bring the show to YouTube or into a file,
              LiveKit runs an "egress": a job that makes one video of what is in the room and sends it on. Once the
              host is gone the job has nothing left to show, but it goes on: it costs money and sends black frames.

              Here a stand-in for LiveKit, a guard server and a host run on this machine. After five seconds of its
              show the host's process is killed. A viewer stays, so LiveKit alone would never end the egress.
            """;

    private static final String FAILURE = "The demonstration could not be carried out: ";

    private Demo() {}

    /**
     * Tests whether the demonstration is asked for.
     *
     * @param args all options of the program
     * @return true if {@link #OPTION} is among them, and nothing else but {@link #STOPS_FAIL}
     */
    public static boolean isAskedFor(List<String> args) {
        return args.contains(OPTION) && List.of(OPTION, STOPS_FAIL).containsAll(args);
    }

    /**
     * Runs the demonstration. Threads of the guard server go on after it: the program has to exit.
     *
     * @param args all options of the program, {@link #OPTION} among them
     * @param out where it is shown
     * @return the exit code: 0 if the egress was stopped exactly once, 1 if not
     */
    public static int run(List<String> args, PrintStream out) {
        System.setProperty("guard.log", "none"); // before anybody asks for a logger
        out.println(INTRODUCTION);
        Timeline timeline = new Timeline(out);
        timeline.begin();
        String last;
        int exitCode = 1;
        try (Stage stage =
                Stage.open(timeline, args.contains(STOPS_FAIL) ? DemoLiveKit.Stops.FAIL : DemoLiveKit.Stops.WORK)) {
            Verdict verdict = stage.play();
            timeline.end();
            out.println();
            stage.comparison().forEach(out::println);
            out.println();
            last = verdict.words();
            exitCode = verdict.isStoppedOnce() ? 0 : 1;
        } catch (Setback setback) {
            last = FAILURE + setback.words() + ".";
        } catch (IOException unusable) {
            last = FAILURE + "a process, a port or a directory of this machine could not be used.";
        } catch (RuntimeException | LinkageError fault) {
            last = FAILURE + "a part of this program is missing or has a fault.";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            last = FAILURE + "it was interrupted.";
        }
        out.println(last);
        return exitCode;
    }
}
