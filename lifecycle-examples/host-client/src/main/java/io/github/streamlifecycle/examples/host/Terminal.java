package io.github.streamlifecycle.examples.host;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/** The output of a run: on a terminal with colours and one live line below all others, elsewhere plain lines. */
final class Terminal {
    private static final String CLEAR_LINE = "\r\033[K";
    private static final String RESET = "\033[0m";

    enum Colour {
        PLAIN(""),
        DIM("\033[2m"),
        GREEN("\033[32m"),
        YELLOW("\033[33m"),
        RED("\033[31m"),
        BOLD("\033[1m");

        private final String code;

        Colour(String code) {
            this.code = code;
        }
    }

    enum Kind {
        COLOURS_AND_A_LIVE_LINE,
        PLAIN_LINES
    }

    private final PrintStream out;
    private final Kind kind;
    private String status = "";

    Terminal(PrintStream out, Kind kind) {
        this.out = out;
        this.kind = kind;
    }

    static Terminal of(PrintStream out, Map<String, String> environment) {
        String term = environment.getOrDefault("TERM", "dumb");
        boolean wanted = !environment.containsKey("NO_COLOR") && !term.equals("dumb");
        return new Terminal(out, wanted && isATerminal() ? Kind.COLOURS_AND_A_LIVE_LINE : Kind.PLAIN_LINES);
    }

    /** Since JDK 22 System.console() returns a console even without a terminal. */
    @SuppressWarnings("SystemConsoleNull") // older JDKs return null, newer ones have isTerminal
    private static boolean isATerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (IllegalAccessException | InvocationTargetException unknown) {
            return false;
        }
    }

    synchronized void line(Colour colour, String text) {
        if (kind == Kind.PLAIN_LINES) {
            out.println(text);
        } else {
            out.println(CLEAR_LINE + colour.code + text + RESET);
            out.print(status);
        }
        out.flush();
    }

    /** Replaces the live line, which says what holds now. */
    synchronized void status(String text) {
        if (kind == Kind.COLOURS_AND_A_LIVE_LINE) {
            status = text.isEmpty() ? "" : Colour.BOLD.code + text + RESET;
            out.print(CLEAR_LINE + status);
            out.flush();
        }
    }
}
