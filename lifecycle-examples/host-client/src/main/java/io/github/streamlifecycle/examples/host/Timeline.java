package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.core.Presence;
import io.github.streamlifecycle.examples.host.Terminal.Colour;
import io.github.streamlifecycle.examples.replay.EventLoop;
import io.github.streamlifecycle.livekit.events.StreamEvent;
import io.github.streamlifecycle.livekit.host.HostEvent;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.time.Duration;
import java.util.Locale;
import livekit.LivekitEgress.EgressStatus;

/** The lines that the user is shown, each with the milliseconds since the run began; after a drop, its summary. */
final class Timeline {
    private final EventLoop loop;
    private final Terminal terminal;
    private final Duration grace;
    private final DropSummary summary = new DropSummary();
    private boolean hosted;
    private boolean guarding;
    private boolean inGrace;

    Timeline(EventLoop loop, Terminal terminal, Duration grace) {
        this.loop = loop;
        this.terminal = terminal;
        this.grace = grace;
    }

    void say(String words) {
        say(Colour.DIM, words);
    }

    void warn(String words) {
        say(Colour.YELLOW, words);
    }

    void sayCut() {
        summary.onCut(loop.nowMillis());
        warn("network cut");
    }

    void say(Presence host) {
        summary.on(host, loop.nowMillis());
        switch (host) {
            case UP -> say(Colour.GREEN, wordsOfUp());
            case SUSPECT ->
                warn("drop suspected" + (guarding ? ": a grace of " + PlainWords.of(grace) + " begins" : ""));
            case DOWN -> say(Colour.RED, "the host's connection is down");
        }
        hosted |= host == Presence.UP;
        inGrace = host == Presence.SUSPECT && guarding;
    }

    private String wordsOfUp() {
        if (!hosted) {
            return "hosting: the server receives the picture";
        }
        return inGrace ? "the host is back: grace cancelled" : "the host is back";
    }

    /** From here on a suspicion begins a grace period. */
    void guardBegins() {
        guarding = true;
    }

    void say(StreamEvent event) {
        summary.on(event, loop.nowMillis());
        if (event instanceof StreamEvent.StopEnded end && end.receipt() instanceof StopReceipt.HostReturned) {
            guarding = true;
        } else if (event instanceof StreamEvent.StopRequested || event instanceof StreamEvent.Ended) {
            guarding = false;
            inGrace = false;
        }
        String words = words(event);
        if (!words.isEmpty()) {
            say(colour(event), words);
        }
    }

    private static Colour colour(StreamEvent event) {
        if (event instanceof StreamEvent.Live) {
            return Colour.GREEN;
        }
        boolean bad = event instanceof StreamEvent.TakeOverFailed
                || event instanceof StreamEvent.Unguarded
                || event instanceof StreamEvent.HostNeverUp
                || event instanceof StreamEvent.MayStillRun
                || (event instanceof StreamEvent.Ended ended && ended.status() == EgressStatus.EGRESS_FAILED);
        boolean stop = event instanceof StreamEvent.StopRequested || event instanceof StreamEvent.StopSent;
        return bad ? Colour.RED : stop ? Colour.YELLOW : Colour.PLAIN;
    }

    /** Returns one line for an event; empty for those that are shown otherwise or not at all. */
    private static String words(StreamEvent event) {
        if (event instanceof StreamEvent.TakingOver other) {
            return "taking over: stopping egress " + other.egressId() + ", which runs in the room already";
        } else if (event instanceof StreamEvent.TookOver other) {
            return "egress " + other.egressId() + " does not run any more: taken over";
        } else if (event instanceof StreamEvent.TakeOverFailed failed) {
            return "egress " + failed.egressId() + " is still listed in the room: " + words(failed.receipt());
        } else if (event instanceof StreamEvent.Unguarded) {
            return "the host is not watched any more, and the egress goes on";
        } else if (event instanceof StreamEvent.HostNeverUp) {
            return "the host was never seen up: its fall would not stop the egress";
        } else if (event instanceof StreamEvent.MayStillRun running) {
            return running.egressId()
                    .map(id -> "egress " + id + " may still be running")
                    .orElse("no egress of this start was found; one that still comes is not guarded");
        } else if (event instanceof StreamEvent.StartRequested start) {
            return "starting a " + start.request();
        } else if (event instanceof StreamEvent.Adopted adopted) {
            return "guarding egress " + adopted.egressId() + ", which was started elsewhere";
        } else if (event instanceof StreamEvent.Started started) {
            return "egress " + started.egressId() + " is starting";
        } else if (event instanceof StreamEvent.Live live) {
            return "live: egress " + live.egressId() + " sends";
        } else if (event instanceof StreamEvent.StopRequested stop) {
            return switch (stop.cause()) {
                case USER -> "stopping the egress";
                case HOST_DROP -> "the host is gone: stopping its egress";
                case TAKE_OVER -> "another egress takes over: stopping this one";
                case START_LIMIT -> "nothing was sent for too long: stopping the egress";
            };
        } else if (event instanceof StreamEvent.StopSent sent) {
            return "stop sent" + (sent.attempt() == 1 ? "" : ", attempt " + sent.attempt());
        } else if (event instanceof StreamEvent.StopEnded end) {
            return words(end.receipt());
        } else if (event instanceof StreamEvent.StillEnding ending) {
            return "egress " + ending.egressId() + " is still ending";
        } else if (event instanceof StreamEvent.Ended ended) {
            return "egress ended: " + ended.status();
        }
        return "";
    }

    /** Returns how a stop ended: it is confirmed only if one was sent and the egress was seen to end. */
    private static String words(StopReceipt receipt) {
        if (receipt instanceof StopReceipt.Stopped) {
            return "stop confirmed";
        } else if (receipt instanceof StopReceipt.AlreadyEnded) {
            return "nothing to stop: the egress had ended already";
        } else if (receipt instanceof StopReceipt.HostReturned) {
            return "not stopped: the host is back";
        } else if (receipt instanceof StopReceipt.DeadRecord) {
            return "not stopped: its worker is dead, and nothing is sent any more";
        } else if (receipt instanceof StopReceipt.NotStarted) {
            return "nothing to stop: the egress was not started";
        } else if (receipt instanceof StopReceipt.GaveUp gaveUp) {
            return "stop not confirmed: " + PlainWords.of(gaveUp.cause());
        }
        return "stop ended";
    }

    void say(HostEvent event) {
        if (event instanceof HostEvent.RestartingIce) {
            say("looking for a new route to the server (ICE restart)");
        } else if (event instanceof HostEvent.Connecting connecting) {
            say("publishing anew, attempt " + connecting.attempt());
        } else if (event instanceof HostEvent.Failed failed) {
            say("that failed: " + PlainWords.of(failed.cause()));
        } else if (event instanceof HostEvent.Returned) {
            say(Colour.GREEN, "publishing again");
        } else if (event instanceof HostEvent.TakenOver) {
            warn("another client publishes as this host now");
        }
    }

    /** Shows the summary of the last drop, if there was one. */
    void sayDropSummary() {
        guarding = false;
        summary.lines().forEach(line -> terminal.line(Colour.BOLD, line));
        summary.reset();
    }

    void status(String words) {
        terminal.status(words);
    }

    private void say(Colour colour, String words) {
        loop.say(words);
        terminal.line(colour, String.format(Locale.ROOT, "%,8d ms  %s", loop.nowMillis(), words));
    }
}
