package io.github.streamlifecycle.examples;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.examples.Terminal.Colour;
import io.github.streamlifecycle.livekit.StopReceipt;
import io.github.streamlifecycle.livekit.StreamEvent;
import io.github.streamlifecycle.livekit.host.HostEvent;
import java.time.Duration;
import java.util.Locale;

/** What happens, in plain words, each line with the milliseconds since the beginning; after a drop, its summary. */
final class Timeline {
    private final Loop loop;
    private final Terminal terminal;
    private final Duration grace;
    private final Summary summary = new Summary();
    private boolean suspected;

    Timeline(Loop loop, Terminal terminal, Duration grace) {
        this.loop = loop;
        this.terminal = terminal;
        this.grace = grace;
    }

    void say(String words) {
        say(Colour.DIM, "", words);
    }

    void sayCut(String words) {
        summary.cut(loop.nowMillis());
        say(Colour.YELLOW, "", words);
    }

    void say(StreamEvent event) {
        summary.on(event, loop.nowMillis());
        if (event instanceof StreamEvent.StopRequested) {
            suspected = false; // no grace is left to cancel
        }
        if (event instanceof StreamEvent.HostChanged host) {
            sayHost(host.presence(), event.toString());
        } else {
            say(colour(event), event.toString(), words(event));
        }
    }

    private static Colour colour(StreamEvent event) {
        if (event instanceof StreamEvent.Live) {
            return Colour.GREEN;
        }
        boolean wrong = event instanceof StreamEvent.TakeOverFailed || event instanceof StreamEvent.Unguarded;
        boolean stop = event instanceof StreamEvent.StopRequested || event instanceof StreamEvent.StopSent;
        return wrong ? Colour.RED : stop ? Colour.YELLOW : Colour.PLAIN;
    }

    private static String words(StreamEvent event) {
        if (event instanceof StreamEvent.TakingOver other) {
            return "taking over: stopping " + other.egressId() + ", which runs in the room already";
        } else if (event instanceof StreamEvent.TakeOverFailed failed) {
            return failed.egressId() + " is still there: " + failed.receipt();
        } else if (event instanceof StreamEvent.Unguarded) {
            return "nobody watches the host any more";
        } else if (event instanceof StreamEvent.StartRequested start) {
            return "starting a " + start.request();
        } else if (event instanceof StreamEvent.Adopted adopted) {
            return "egress " + adopted.egressId() + " was started elsewhere";
        } else if (event instanceof StreamEvent.Started started) {
            return "egress " + started.egressId() + " is starting";
        } else if (event instanceof StreamEvent.Live live) {
            return "live: egress " + live.egressId() + " sends";
        } else if (event instanceof StreamEvent.StopRequested stop) {
            return switch (stop.by()) {
                case USER -> "stopping, as you asked";
                case HOST_DROP -> "the host is gone: stopping its egress";
                case START_LIMIT -> "nothing was sent for too long: stopping the egress";
            };
        } else if (event instanceof StreamEvent.StopEnded end) {
            return end.receipt() instanceof StopReceipt.HostReturned
                    ? "not stopped: the host is back"
                    : "stop confirmed";
        } else if (event instanceof StreamEvent.StillEnding ending) {
            return "egress " + ending.egressId() + " is still ending";
        } else if (event instanceof StreamEvent.StopSent sent) {
            return "stop sent" + (sent.attempt() == 1 ? "" : ", attempt " + sent.attempt());
        } else if (event instanceof StreamEvent.Ended ended) {
            return "egress ended: " + ended.status();
        }
        return event.toString();
    }

    private void sayHost(Presence presence, String what) {
        switch (presence) {
            case UP ->
                say(
                        Colour.GREEN,
                        what,
                        suspected ? "the host is back: grace cancelled" : "hosting: the server receives the picture");
            case SUSPECT -> say(Colour.YELLOW, what, "drop suspected: a grace of " + words(grace) + " begins");
            case DOWN -> say(Colour.RED, what, "the host's connection is down");
        }
        suspected = presence == Presence.SUSPECT;
    }

    void say(HostEvent event) {
        if (event instanceof HostEvent.RestartingIce) {
            say(Colour.DIM, event.toString(), "looking for a new way to the server (ICE restart)");
        } else if (event instanceof HostEvent.Connecting connecting) {
            say(Colour.DIM, event.toString(), "publishing anew, attempt " + connecting.attempt());
        } else if (event instanceof HostEvent.Failed failed) {
            say(Colour.DIM, event.toString(), "no success: " + failed.cause().getMessage());
        } else if (event instanceof HostEvent.Returned) {
            say(Colour.GREEN, event.toString(), "publishing again");
        } else if (event instanceof HostEvent.TakenOver) {
            say(Colour.YELLOW, event.toString(), "somebody else publishes as this host now");
        } else if (event instanceof HostEvent.Gone) {
            say(Colour.DIM, event.toString(), "leaving");
        }
    }

    /** What the drop cost, if there was one. */
    void sayWhatTheDropCost() {
        summary.lines().forEach(line -> terminal.line(Colour.BOLD, line));
        summary.reset();
    }

    void status(String words) {
        terminal.status(words);
    }

    private void say(Colour colour, String what, String words) {
        long millis = loop.nowMillis();
        loop.said(what, words);
        terminal.line(colour, String.format(Locale.ROOT, "%,8d ms  %s", millis, words));
    }

    static String words(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }
}
