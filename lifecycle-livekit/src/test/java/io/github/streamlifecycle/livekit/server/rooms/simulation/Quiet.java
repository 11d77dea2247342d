package io.github.streamlifecycle.livekit.server.rooms.simulation;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Silence about what one thread logs: a session fails calls by the dozen, and each would be a warning. All of a session
 * happens on the thread that plays it, so that tests beside it are heard as ever.
 */
final class Quiet {
    private Quiet() {}

    static void onThisThread(Runnable play) {
        PrintStream before = System.err;
        System.setErr(new PrintStream(new Others(before, Thread.currentThread()), true, StandardCharsets.UTF_8));
        try {
            play.run();
        } finally {
            System.setErr(before);
        }
    }

    /** What all threads but one write. */
    private static final class Others extends OutputStream {
        private final PrintStream out;
        private final Thread silent;

        private Others(PrintStream out, Thread silent) {
            this.out = out;
            this.silent = silent;
        }

        @Override
        public void write(int one) {
            if (Thread.currentThread() != silent) {
                out.write(one);
            }
        }

        @Override
        public void write(byte[] some, int from, int count) throws IOException {
            if (Thread.currentThread() != silent) {
                out.write(some, from, count);
            }
        }

        @Override
        public void flush() {
            if (Thread.currentThread() != silent) {
                out.flush();
            }
        }
    }
}
