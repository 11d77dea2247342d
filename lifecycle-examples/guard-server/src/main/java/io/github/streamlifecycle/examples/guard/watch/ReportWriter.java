package io.github.streamlifecycle.examples.guard.watch;

import java.io.IOException;
import java.io.OutputStream;

/** The end of the pipe on which a watcher process reports. Thread-safe. */
final class ReportWriter {
    private final OutputStream out;

    ReportWriter(OutputStream out) {
        this.out = out;
    }

    /** Reports. If nobody listens any more, nothing happens: the process is about to end, or to be killed. */
    synchronized void send(Report report) {
        try {
            Frames.write(out, ReportCodec.encode(report));
        } catch (IOException nobodyListens) {
            // the end of standard input says so too
        }
    }
}
