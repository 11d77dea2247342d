package io.github.streamlifecycle.examples;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.livekit.StreamEvent;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** What happens, in plain words, each line with the milliseconds since the beginning. */
final class Timeline {
    private final PrintStream out;
    private final Duration grace;
    private final long begunNanos = System.nanoTime();
    private boolean suspected;

    Timeline(PrintStream out, Duration grace) {
        this.out = out;
        this.grace = grace;
    }

    synchronized void say(String words) {
        long millis = (System.nanoTime() - begunNanos) / 1_000_000;
        out.printf(Locale.ROOT, "%,8d ms  %s%n", millis, words);
    }

    void say(StreamEvent event) {
        if (event instanceof StreamEvent.HostChanged host) {
            sayHost(host.presence());
        } else if (event instanceof StreamEvent.TakingOver other) {
            say("taking over: stopping " + other.egressId() + ", which runs in the room already");
        } else if (event instanceof StreamEvent.TakeOverFailed failed) {
            say(failed.receipt().egressId() + " may still run: "
                    + failed.receipt().cause().getMessage());
        } else if (event instanceof StreamEvent.Unguarded) {
            say("nobody watches the host any more");
        } else if (event instanceof StreamEvent.StartRequested start) {
            say("starting a " + start.request());
        } else if (event instanceof StreamEvent.Started started) {
            say("egress " + started.egressId() + " is starting");
        } else if (event instanceof StreamEvent.Live live) {
            say("live: egress " + live.egressId() + " sends");
        } else if (event instanceof StreamEvent.StopRequested stop) {
            say(stop.by() == StreamEvent.By.USER ? "stopping, as you asked" : "the host is gone: stopping its egress");
        } else if (event instanceof StreamEvent.StopSent sent) {
            say("stop sent" + (sent.attempt() == 1 ? "" : ", attempt " + sent.attempt()));
        } else if (event instanceof StreamEvent.Ended ended) {
            say("egress ended: " + ended.status());
        }
    }

    private void sayHost(Presence presence) {
        switch (presence) {
            case UP ->
                say(suspected ? "the host is back: grace cancelled" : "hosting: the server receives the picture");
            case SUSPECT -> say("drop suspected: a grace of " + words(grace) + " begins");
            case DOWN -> say("the host's connection is down");
        }
        suspected = presence == Presence.SUSPECT;
    }

    static String words(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
