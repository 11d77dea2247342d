package io.github.streamlifecycle.examples.host;

import io.github.streamlifecycle.livekit.events.Outcome;
import io.github.streamlifecycle.livekit.stop.StopReceipt;
import java.util.Optional;
import livekit.LivekitEgress.EgressStatus;

/**
 * The result of a run: good if the egress was stopped exactly once for each drop that lasted, and otherwise ran until its
 * user ended it.
 *
 * @param exitCode 0 if the result is good, else 1
 * @param words the reason, in one line
 */
record RunResult(int exitCode, String words) {
    private static final String DROPPED = "the host dropped and its egress was stopped exactly once";
    private static final String ENDED_AS_ASKED = "the run was ended as asked, and the guard stopped nothing";

    /**
     * Judges how a stream ended.
     *
     * @param outcome the outcome of the stream
     * @param stopsSent how many StopEgress calls it took
     * @param error what LiveKit says went wrong with the egress; empty if nothing did
     */
    static RunResult of(Outcome outcome, int stopsSent, Optional<String> error) {
        if (outcome instanceof Outcome.HostDropped dropped) {
            return ofStop(dropped.receipt(), stopsSent, error, DROPPED);
        }
        if (outcome instanceof Outcome.UserStopped stopped) {
            return ofUserStop(stopped.receipt(), stopsSent, error);
        }
        if (outcome instanceof Outcome.EgressEnded ended) {
            return bad("the egress ended by itself: " + because(ended.status(), error));
        }
        if (outcome instanceof Outcome.NeverLive never) {
            return bad("the egress sent nothing for too long and was given up: " + words(never.receipt(), error));
        }
        if (outcome instanceof Outcome.StartFailed failed) {
            return bad("the egress was not started: " + PlainWords.of(failed.cause()));
        }
        throw new IllegalStateException("an outcome of a newer version: " + outcome);
    }

    private static RunResult ofUserStop(StopReceipt receipt, int stopsSent, Optional<String> error) {
        if (receipt instanceof StopReceipt.NotStarted never && never.cause().isEmpty()) {
            return good("the run was ended as asked before the egress was started");
        }
        return ofStop(receipt, stopsSent, error, ENDED_AS_ASKED);
    }

    private static RunResult ofStop(StopReceipt receipt, int stopsSent, Optional<String> error, String goodWords) {
        if (!(receipt instanceof StopReceipt.Stopped stopped) || stopped.status() == EgressStatus.EGRESS_FAILED) {
            return bad(words(receipt, error));
        }
        return stopsSent == 1
                ? good(goodWords)
                : bad("the egress was stopped, but by " + stopsSent + " StopEgress calls instead of one");
    }

    /** Returns what a stop found, in words that end a sentence. */
    private static String words(StopReceipt receipt, Optional<String> error) {
        if (receipt instanceof StopReceipt.Stopped stopped) {
            return stopped.status() == EgressStatus.EGRESS_FAILED
                    ? "the egress was stopped, but its output failed: " + because(stopped.status(), error)
                    : "the egress was stopped";
        }
        if (receipt instanceof StopReceipt.AlreadyEnded ended) {
            return "the egress had ended before it was stopped: "
                    + ended.status().map(status -> because(status, error)).orElse("the server does not know it");
        }
        if (receipt instanceof StopReceipt.HostReturned) {
            return "the egress was not stopped: the host is back";
        }
        if (receipt instanceof StopReceipt.DeadRecord dead) {
            return "the egress was not stopped: its worker is dead, and only the record " + dead.id() + " is left";
        }
        if (receipt instanceof StopReceipt.NotStarted never) {
            return "there was no egress to stop"
                    + never.cause().map(why -> ": " + PlainWords.of(why)).orElse("");
        }
        if (receipt instanceof StopReceipt.GaveUp gaveUp) {
            return "the egress " + gaveUp.id() + " may still run: " + PlainWords.of(gaveUp.cause());
        }
        throw new IllegalStateException("a receipt of a newer version: " + receipt);
    }

    private static String because(EgressStatus status, Optional<String> error) {
        String name = status == EgressStatus.UNRECOGNIZED ? "the server has forgotten it" : status.name();
        return name + error.map(why -> ", " + PlainWords.of(why)).orElse("");
    }

    /** Returns the same result, preceded by the drops that were stopped for before it. */
    RunResult after(int drops) {
        return exitCode == 0 && drops > 0
                ? good("an egress was stopped exactly once for each drop before (" + drops + "); " + words)
                : this;
    }

    static RunResult good(String words) {
        return new RunResult(0, words);
    }

    static RunResult bad(String words) {
        return new RunResult(1, words);
    }
}
